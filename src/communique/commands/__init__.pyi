"""The types of the functions of this package, for editors and type checkers."""

from communique.commands.checking import check as check
from communique.commands.checking import watch_changes as watch_changes
from communique.commands.comparison import compare as compare
from communique.commands.curation import find as find
from communique.commands.curation import fmt as fmt
from communique.commands.curation import init as init
from communique.commands.database import downgrade_database as downgrade_database
from communique.commands.database import read_database_status as read_database_status
from communique.commands.database import upgrade_database as upgrade_database
from communique.commands.exporting import check_schemas as check_schemas
from communique.commands.exporting import export_parquet as export_parquet
from communique.commands.exporting import write_schemas as write_schemas
from communique.commands.loading import load as load
from communique.commands.loading import plan as plan
from communique.commands.loading import upgrade_and_load as upgrade_and_load
from communique.commands.new_entries import new_article as new_article
from communique.commands.new_entries import new_registry_entry as new_registry_entry
from communique.commands.previewing import preview as preview
from communique.commands.queries import query as query
from communique.commands.queries import show as show
from communique.commands.queries import stats as stats
from communique.commands.release import make_release as make_release
from communique.commands.release_verification import verify_release as verify_release
from communique.commands.site import build as build
from communique.commands.site import build_site as build_site
from communique.commands.site import compare_deployed as compare_deployed
