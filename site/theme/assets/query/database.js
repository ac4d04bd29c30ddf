// The database of this page: loaded once, kept in memory, asked in a worker that can be ended and begun anew.
export class Stopped extends Error {}
export class TooLong extends Stopped {}

export class Database {
  constructor({ file, engine, worker, size }) {
    Object.assign(this, { file, engine, script: worker, size });
  }

  // Loads what is not there yet, once for all who wait. `progress` hears how many bytes have come.
  load(progress) {
    this.loaded ??= this.fetched(progress).catch((error) => {
      this.loaded = null;
      throw error instanceof Stopped ? error : new Error(`The record could not be loaded (${error.message}). Run the question again, or download the database.`);
    });
    return this.loaded;
  }

  // Asks; a question that is still running ends. One that takes more than so many milliseconds is stopped.
  async ask(sql, within = 0) {
    if (this.give) this.stop();
    if (!this.worker) {
      this.worker = new Worker(this.script, { type: "module" });
      await this.call({ job: "open", engine: this.engine.href, bytes: await this.loaded });
    }
    const clock = within && setTimeout(() => this.stop(new TooLong()), within);
    return this.call({ job: "ask", sql }).finally(() => clearTimeout(clock));
  }

  // Ends whatever goes on; the next question begins with a new worker and the bytes that are here already.
  stop(reason = new Stopped()) {
    this.loading?.abort(reason);
    this.worker?.terminate();
    this.give?.(reason);
    this.worker = this.give = null;
  }

  async fetched(progress) {
    this.loading = new AbortController();
    const answer = await fetch(this.file, { signal: this.loading.signal });
    if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
    const bytes = new Uint8Array(this.size);
    const reader = answer.body.getReader();
    let have = 0;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      if (have + value.length > this.size) throw new Error("the file is not the one that this page was made for");
      bytes.set(value, have);
      progress((have += value.length));
    }
    if (have < this.size) throw new Error("the file is not whole");
    return bytes;
  }

  call(message) {
    const { worker } = this;
    return new Promise((resolve, reject) => {
      this.give = reject;
      worker.onmessage = ({ data: { done, failed } }) => (done ? resolve(done) : reject(Object.assign(new Error(failed.message), failed)));
      worker.onerror = (event) => {
        event.preventDefault();
        reject(new Error(event.message || "SQLite could not be started; reload the page"));
        this.stop();
      };
      worker.postMessage(message);
    }).finally(() => {
      if (this.worker === worker) this.give = null;
    });
  }
}
