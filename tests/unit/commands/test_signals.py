"""Ctrl-C is neither lost in Python itself nor heard in the middle of a step."""

from __future__ import annotations

import os
import signal
import time

import pytest

from communique.commands import signals


def test_ctrl_c_within_a_destructor_is_not_lost(capfd: pytest.CaptureFixture[str]) -> None:
    class Interrupted:
        def __del__(self):
            raise KeyboardInterrupt

    def lose_interrupt():
        Interrupted()
        time.sleep(60)

    with pytest.raises(KeyboardInterrupt), signals.repeat_lost_interrupts():
        lose_interrupt()
    assert capfd.readouterr().err == ""


def test_ctrl_c_while_a_class_is_made_is_not_taken_for_an_error():
    class Interrupted:
        def __set_name__(self, owner, name):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), signals.repeat_lost_interrupts():
        type("Named", (), {"attribute": Interrupted()})
    with pytest.raises(RuntimeError, match="ours"), signals.repeat_lost_interrupts():
        raise RuntimeError("ours")


def test_ctrl_c_waits_for_a_step_to_end():
    signals.reset_messages()
    ended = []

    def step():
        with signals.uninterruptible("the step was done"):
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(0.01)
            ended.append(True)

    with pytest.raises(KeyboardInterrupt):
        step()
    assert ended
    assert signals.interruption_message() == "interrupted; the step was done"
