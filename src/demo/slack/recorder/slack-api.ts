export type Answer = Readonly<Record<string, unknown>> & { readonly ok: boolean; readonly error?: string };

/** Calls the emulated Web API. It refuses a token after 5,000 calls an hour, so readers take turns with several. */
export class SlackApi {
  #turn = 0;
  readonly #address: string;
  readonly #readers: readonly string[];

  constructor(address: string, readers: readonly string[]) {
    this.#address = address;
    this.#readers = readers;
  }

  /** As the app, which may read everything that it is in. */
  read(method: string, args: Readonly<Record<string, unknown>> = {}): Promise<Answer> {
    this.#turn = (this.#turn + 1) % this.#readers.length;
    return this.call(this.#readers[this.#turn] ?? '', method, args);
  }

  async call(token: string, method: string, args: Readonly<Record<string, unknown>>): Promise<Answer> {
    const answer = await fetch(`${this.#address}/api/${method}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(args),
    });
    return (await answer.json()) as Answer;
  }
}
