import { ALLOWED_TEMPLATES, isTemplateName } from '../../investigation/queries/templates';

const PARAMETER = /^parameters\.([a-z][a-zA-Z0-9_]{0,39})$/;

/** For error messages. */
export const ALLOWED_ACTION_TEMPLATES = `${ALLOWED_TEMPLATES}, parameters.NAME`;

/** The parameter that a template stands for; null if it stands for something else. */
export const parameterOf = (template: string): string | null => PARAMETER.exec(template)?.[1] ?? null;

export const isActionTemplate = (template: string): boolean => parameterOf(template) !== null || isTemplateName(template);
