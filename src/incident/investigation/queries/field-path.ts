/** What stands before a JSONPath whose matches are counted: `count $.items[?@.state=="down"]`. */
export const COUNT = /^count\s+/;
