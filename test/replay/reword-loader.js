const { parseSync, printSync } = require('@swc/core');

/** What a text becomes. Both keep different texts different. */
const WORDINGS = {
  longer: (words) => `${words.map((word) => [...word].reverse().join('')).join(' ')} `.repeat(3),
  shorter: (words) => words.map((word) => [...word].slice(0, 1).join('')).join(' '),
};

/**
 * Words for people have a blank between them. Names of activities, nodes, signals, codes, kinds, keys and ids have none:
 * they are the contract with open incidents, and stay.
 */
const isForPeople = (text) => /\s/.test(text) && /\p{L}/u.test(text);

/** Webpack loader: gives a source of ours another wording, in every text and every part of a template that is for people. */
module.exports = function reword(source) {
  const wording = WORDINGS[this.getOptions().wording];
  const changed = (text) => (isForPeople(text) ? wording(text.split(/\s+/)) : text);
  const program = parseSync(source, { syntax: 'typescript', target: 'es2022' });
  rewordNode(program, changed);
  return printSync(program).code;
};

function rewordNode(node, changed) {
  if (node === null || typeof node !== 'object') return;
  if (node.type === 'StringLiteral') {
    node.value = changed(node.value);
    delete node.raw;
  }
  if (node.type === 'TemplateElement') {
    node.cooked = changed(node.cooked);
    node.raw = node.cooked.replace(/[\\`]|\$\{/g, '\\$&');
  }
  for (const inner of Object.values(node)) rewordNode(inner, changed);
}
