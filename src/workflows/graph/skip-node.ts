/** Thrown by a node that has nothing to do. The node then counts as skipped, with this reason. */
export class SkipNode extends Error {
  override readonly name = 'SkipNode';
}
