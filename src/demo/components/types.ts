export interface BringUpOptions {
  /** Injected, because nothing here reads the process's own environment. */
  readonly env: NodeJS.ProcessEnv;
  /** Folder for databases, sockets and logs. */
  readonly localDir: string;
  /** Folder for downloads; default: `cache` in `localDir`. */
  readonly cacheDir?: string;
  /** Called with one line per component, and before anything slow. */
  readonly announce: (line: string) => void;
}
/** A running component. `stop` stops only what was started here. */
export interface Component {
  readonly owned: boolean;
  stop(): Promise<void>;
}
export interface TemporalComponent extends Component {
  readonly address: string;
  readonly namespace: string;
  readonly uiUrl: string | null;
  /** The server's process id; null if it is not ours. */
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
  /** The file that the token came from, so that its users notice a rotation; null if there was none. */
  readonly tokenFile: string | null;
  readonly inspectorUrl: string | null;
  /** The war room page; null if there is none. */
  readonly pageUrl: string | null;
  /** What its clicks are signed with; null for a real workspace, whose secret only the environment knows. */
  readonly signingSecret: string | null;
  /** Says where clicks and events go. */
  reachGateway(gatewayUrl: string): void;
}
export interface SlackSeed {
  /** Further bot tokens that may also read pins, for checking what the worker did. */
  readonly readerTokens?: readonly string[];
  /** User groups, with their members' emails. */
  readonly groups?: readonly { readonly handle: string; readonly name: string; readonly emails: readonly string[] }[];
  readonly users: readonly { readonly email: string; readonly name: string; readonly realName: string; readonly displayName?: string }[];
}
