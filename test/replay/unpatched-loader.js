/**
 * Webpack loader: takes every patch of the workflow back, so that the code behaves as it did before them. That is how an
 * incident comes to be begun by older code.
 */
module.exports = function unpatched(source) {
  return source.replace(/\bpatched\(\w+\)/g, 'false');
};
