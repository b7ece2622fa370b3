import { z } from 'zod';
import { must } from '../checked-yaml/word-issue';
import { ALLOWED_TEMPLATES, isTemplateName, templatesIn } from '../incident/investigation/queries/templates';
import { type ContainerProbe, TOOLS_IMAGE, WORKER_NETWORK } from '../incident/model/runbook';
import { checkContainer, containerKeys, definitionOf, resourceKeys } from './container-schema';
import { templateProblem } from './schema-parts';

/** Time for the container to start, and for the exporter to come up and answer. */
const START_MS = 3_000;
/**
 * Starts the exporter inside the container, with one module, asks it once, and prints its answer. Nothing of an alert is part
 * of this text: the target comes from the environment, quoted.
 */
const ASK_EXPORTER = `umask 077
printf %s "$BLACKBOX_MODULES" | base64 -d > /tmp/blackbox.yml
exporter=$(command -v prometheus-blackbox-exporter || command -v blackbox_exporter) || { echo 'the image has no blackbox exporter' >&2; exit 3; }
"$exporter" --config.file=/tmp/blackbox.yml --web.listen-address=127.0.0.1:9115 > /tmp/blackbox.log 2>&1 &
until curl --silent --noproxy '*' --output /dev/null http://127.0.0.1:9115/-/healthy; do
  kill -0 $! 2> /dev/null || { cat /tmp/blackbox.log >&2; exit 3; }
  sleep 0.02
done
exec curl --silent --show-error --noproxy '*' --get --header "X-Prometheus-Scrape-Timeout-Seconds: $BLACKBOX_SECONDS" \\
  --data module=probe --data debug=true --data-urlencode "target=$BLACKBOX_TARGET" http://127.0.0.1:9115/probe`;

/** What both kinds need: the tools image, a network, and room for a program that is not written for busybox. */
const { result: _result, ...others } = containerKeys;
const toolKeys = {
  ...others,
  image: z.string().min(1).default(TOOLS_IMAGE),
  network: z.string().min(1).nullable().default(WORKER_NETWORK),
  resources: resourceKeys({ memory: '128MB', cpus: 1, pids: 64 }),
};

const withTemplates = z
  .string()
  .refine((text) => !text.includes('\0'), must('not contain a NUL character'))
  .superRefine((text, context) => {
    for (const template of templatesIn(text).filter((name) => !isTemplateName(name))) {
      context.addIssue({ code: 'custom', message: `{{${template}}} is unknown (allowed: ${ALLOWED_TEMPLATES})` });
    }
  });

const PLUGIN = must('be a list: the plugin, then its arguments');
const FOLLOWS = /^(?:-[a-zA-Z]*f|--onredirect)(?:=?follow)?$/;

/** check_http and check_curl follow a redirect to wherever it leads only if told so; `sticky` stays at the pinned address. */
function followsRedirects(words: readonly string[]): boolean {
  return words.some((word, index) => FOLLOWS.test(word) && (word.endsWith('follow') || words[index + 1] === 'follow'));
}

const plugin = z
  .array(withTemplates, PLUGIN)
  .refine(
    ([program = '']) => program !== '' && !program.startsWith('-') && !program.includes('{{'),
    must('begin with the name of a plugin'),
  )
  .refine((words) => !followsRedirects(words), must('not follow redirects: use sticky or stickyport instead of follow'));

const MODULE = must('be a module of the blackbox exporter, with a prober');
const PROBERS = ['http', 'tcp', 'dns', 'icmp', 'grpc'] as const;
const exporterModule = z
  .looseObject({ prober: z.enum(PROBERS), http: z.looseObject({}).optional() }, MODULE)
  .transform(({ http, ...rest }) => ({
    given: http ?? {},
    // The exporter would follow redirects by itself, to any address.
    module: { ...rest, ...(rest.prober === 'http' || http !== undefined ? { http: withoutRedirects(http ?? {}) } : {}) },
  }));

function withoutRedirects({ no_follow_redirects: _older, ...http }: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return { ...http, follow_redirects: false };
}

const wouldFollow = (http: Readonly<Record<string, unknown>>): boolean =>
  http.follow_redirects !== false && http.no_follow_redirects !== true;

function checkTemplates(path: string, texts: readonly string[], targets: ContainerProbe['targets'], context: z.RefinementCtx): void {
  const problems = texts.flatMap(templatesIn).map((name) => templateProblem(name, targets));
  for (const message of new Set(problems.filter((problem) => problem !== null)))
    context.addIssue({ code: 'custom', path: [path], message });
}

/** A probe that runs a Monitoring Plugin. */
export const pluginProbe = z
  .strictObject({ ...toolKeys, plugin })
  .superRefine(checkContainer)
  .superRefine((given, context) => checkTemplates('plugin', given.plugin, given.targets, context))
  .transform(({ plugin: command, ...rest }) => definitionOf({ ...rest, result: { from: 'plugin' as const } }, command));

/** A probe that asks the blackbox exporter once, by a module as its configuration has it. */
export const blackboxProbe = z
  .strictObject({ ...toolKeys, blackbox: z.strictObject({ module: exporterModule, target: withTemplates.min(1) }) })
  .superRefine(checkContainer)
  .superRefine(({ blackbox, targets }, context) => checkTemplates('blackbox', [blackbox.target], targets, context))
  .transform(({ blackbox, env, ...rest }) => {
    const modules = JSON.stringify({ modules: { probe: blackbox.module.module } });
    const own = {
      BLACKBOX_MODULES: Buffer.from(modules).toString('base64'),
      BLACKBOX_TARGET: blackbox.target,
      BLACKBOX_SECONDS: String(Math.max(1, Math.floor((rest.timeout - START_MS) / 1_000))),
    };
    const result = { from: 'blackbox' as const, wouldFollow: wouldFollow(blackbox.module.given) };
    return definitionOf({ ...rest, env: { ...env, ...own }, result }, ['sh', '-c', ASK_EXPORTER]);
  });
