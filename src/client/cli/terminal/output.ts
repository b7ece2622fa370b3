import type { OutputName, Outputs } from '../outputs/outputs';

/** Results go to standard output, everything else to standard error. */
export const print = (line: string): void => void process.stdout.write(`${line}\n`);
export const note = (line: string): void => void process.stderr.write(`${line}\n`);

/** Prints the document of this name; one without a type in `Outputs`, and so without a schema, does not compile. */
export function printJson<Name extends OutputName>(_name: Name, document: Outputs[Name]): void {
  print(JSON.stringify(document));
}
