const { relative } = require('node:path');
const { parseSync, printSync } = require('@swc/core');

/** What a text becomes; the salt makes the same text differ from file to file. */
const WORDINGS = {
  longer: (words, salt) => `${words.map((word) => [...word].reverse().join('')).join(' ')} ${salt} `.repeat(3),
  shorter: (words, salt) => `${words.map((word) => [...word].slice(0, 1).join('')).join(' ')} ${salt}`,
};

/**
 * Words for people have a blank between them. Names of activities, nodes, signals, codes, kinds, keys and ids have none:
 * they are the contract with open incidents, and stay; a single word changes where it becomes part of a sentence.
 */
const isForPeople = (text) => /\s/.test(text) && hasLetters(text);
const hasLetters = (text) => /\p{L}/u.test(text);

/**
 * Webpack loader: gives a source of ours another wording, in every text and every part of a template that is for people.
 * Each file has its own, so that one which looks for another's words, even by the same words, does not find them.
 */
module.exports = function reword(source) {
  const wording = WORDINGS[this.getOptions().wording];
  const salt = saltOf(relative(this.rootContext, this.resourcePath));
  const program = parseSync(source, { syntax: 'typescript', target: 'es2022' });
  rewordNode(program, (text) => wording(text.split(/\s+/), salt));
  return printSync(program).code;
};

/** A few letters that tell the files apart. */
function saltOf(path) {
  let hash = 7;
  for (const char of path) hash = (hash * 31 + char.charCodeAt(0)) % 26 ** 4;
  return hash.toString(26).replace(/\d/g, (digit) => 'qrstuvwxyz'[digit]);
}

function rewordNode(node, reworded) {
  if (node === null || typeof node !== 'object') return;
  if (node.type === 'StringLiteral') return changeText(node, reworded, isForPeople);
  if (node.type === 'TemplateLiteral' && node.quasis?.some(({ cooked }) => isForPeople(cooked))) return rewordSentence(node, reworded);
  if (isJoinedWithBlanks(node)) return rewordSentence(node.callee.object, reworded);
  for (const inner of Object.values(node)) rewordNode(inner, reworded);
}

/** What ends up in a sentence is for people, also when it is one word: the branches of a choice, the items that are joined. */
function rewordSentence(node, reworded) {
  switch (node?.type) {
    case 'StringLiteral':
      return changeText(node, reworded, hasLetters);
    case 'TemplateLiteral':
      for (const part of node.quasis) changePart(part, reworded);
      for (const inner of node.expressions) rewordSentence(inner, reworded);
      return;
    case 'ConditionalExpression':
      rewordNode(node.test, reworded);
      rewordSentence(node.consequent, reworded);
      return rewordSentence(node.alternate, reworded);
    case 'BinaryExpression':
      rewordNode(node.left, reworded);
      return (['??', '||'].includes(node.operator) ? rewordSentence : rewordNode)(node.right, reworded);
    case 'ParenthesisExpression':
      return rewordSentence(node.expression, reworded);
    case 'ArrayExpression':
      for (const item of node.elements) rewordSentence(item?.expression, reworded);
      return;
    default:
      rewordNode(node ?? null, reworded);
  }
}

/** `['a', b].join(' ')`: with another separator it is a key. */
function isJoinedWithBlanks({ type, callee, arguments: given }) {
  if (type !== 'CallExpression' || callee.type !== 'MemberExpression' || callee.property.value !== 'join') return false;
  const separator = given[0]?.expression;
  return callee.object.type === 'ArrayExpression' && separator?.type === 'StringLiteral' && /\s/.test(separator.value);
}

function changeText(node, reworded, isMeant) {
  if (!isMeant(node.value)) return;
  node.value = reworded(node.value);
  delete node.raw;
}

function changePart(part, reworded) {
  if (!hasLetters(part.cooked)) return;
  part.cooked = reworded(part.cooked);
  part.raw = part.cooked.replace(/[\\`]|\$\{/g, '\\$&');
}
