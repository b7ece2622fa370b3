export interface BringUpOptions {
  /** Injected: nothing here reads the process's own environment. */
  readonly env: NodeJS.ProcessEnv;
  /** Where databases, sockets and logs go. */
  readonly localDir: string;
  /** Where downloads are kept; default: `cache` below `localDir`. */
  readonly cacheDir?: string;
  /** Told one line a component, and one before anything that takes long. */
  readonly announce: (line: string) => void;
}
/** Something that is up. `stop` ends only what was started here. */
export interface Component {
  readonly owned: boolean;
  stop(): Promise<void>;
}
export interface TemporalComponent extends Component {
  readonly address: string;
  readonly namespace: string;
  readonly uiUrl: string | null;
  /** The server's process; null when it is not ours. */
  readonly pid: number | null;
}
export interface EngineComponent extends Component {
  readonly available: true;
  /** In DOCKER_HOST's form. */
  readonly dockerHost: string;
  readonly version: string;
}
export interface EngineUnavailable extends Component {
  readonly available: false;
  readonly reason: string;
  readonly hint: string;
}
export interface SlackComponent extends Component {
  readonly emulated: boolean;
  readonly apiUrl: string | undefined;
  readonly token: string;
  /** The file that the token came from, so that whoever is given it hears of a rotation; null when it came from none. */
  readonly tokenFile: string | null;
  readonly inspectorUrl: string | null;
}
export interface SlackSeed {
  /** Further tokens of the bot that may read pins too: for those who look at what the worker did. */
  readonly readerTokens?: readonly string[];
  readonly users: readonly { readonly email: string; readonly name: string; readonly realName: string; readonly displayName?: string }[];
}
