const LABEL = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;
const MAX_NAME = 253;

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
export const isNamespace = (text: string): boolean => LABEL.test(text);

/** The name of a Deployment: a DNS subdomain of RFC 1123. */
export const isObjectName = (text: string): boolean =>
  text.length <= MAX_NAME && text.split('.').every((part) => /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/.test(part));
