import { z } from 'zod';
import { SOURCE_KINDS, type SourceKind } from '../../incident/model/investigation/source-query';
import { secretName, serviceUrl } from '../notify-schema';

const NAME = 'a name of 1 to 60 letters, digits, dots, hyphens and underscores';
const MAX_SOURCES = 20;
const TYPES = ['github', 'gitlab', 'argocd', 'json'] as const;
const TENANT = 'the id of a tenant';
const INDEX = 'names of indexes, such as logs-*';
const FILE = 'the path of a file';
const PROJECT = 'a project such as acme/shop';
const HEADER = 'the name of an HTTP header';
const PATH = 'a JSONPath such as $.deployments[*]';
const CLUSTER = 'either inCluster: true, or url';

const shared = {
  name: z
    .string(NAME)
    .regex(/^[\w.-]{1,60}$/, NAME)
    .optional(),
  /** A token or, if it contains a colon, `USER:PASSWORD`. */
  secret: secretName.optional(),
};
const jsonPath = z.string(PATH).startsWith('$', PATH).max(500, PATH);
const project = z.string(PROJECT).min(1, PROJECT).max(200, PROJECT).optional();

/** What is allowed where one source is expected. */
const source = (...keys: readonly string[]) => `the keys name, secret, ${keys.join(', ')}`;

const prometheus = z.strictObject({ ...shared, url: serviceUrl }, source('url'));
const loki = z.strictObject(
  {
    ...shared,
    url: serviceUrl,
    tenant: z
      .string(TENANT)
      .regex(/^[\x21-\x7e]{1,150}$/, TENANT)
      .optional(),
  },
  source('url', 'tenant'),
);
const elasticsearch = z.strictObject(
  {
    ...shared,
    url: serviceUrl,
    index: z
      .string(INDEX)
      .regex(/^[^\s/\\?#"<>|A-Z]{1,255}$/, INDEX)
      .default('logs-*'),
  },
  source('url', 'index'),
);
const kubernetes = z
  .strictObject(
    {
      ...shared,
      url: serviceUrl.optional(),
      /** Certificates in PEM form, trusted instead of the usual ones. */
      caFile: z.string(FILE).min(1, FILE).optional(),
      /** The cluster that the worker runs in, with the worker's own service account. */
      inCluster: z.literal(true, 'true').optional(),
    },
    source('url', 'caFile', 'inCluster'),
  )
  .superRefine((given, context) => {
    const outside = given.url ?? given.secret ?? given.caFile;
    if ((given.inCluster === undefined) === (given.url === undefined) || (given.inCluster && outside !== undefined)) {
      context.addIssue({ code: 'custom', path: [given.inCluster === undefined ? 'url' : 'inCluster'], message: CLUSTER });
    }
  });
const httpJson = z.strictObject(
  {
    ...shared,
    url: serviceUrl,
    /** The header that carries the secret, if it is not Authorization. */
    header: z
      .string(HEADER)
      .regex(/^[A-Za-z0-9-]{1,60}$/, HEADER)
      .optional(),
  },
  source('url', 'header'),
);
const deployments = z.discriminatedUnion(
  'type',
  [
    z.strictObject({ ...shared, type: z.literal('github'), url: serviceUrl.default('https://api.github.com'), project }),
    z.strictObject({ ...shared, type: z.literal('gitlab'), url: serviceUrl.default('https://gitlab.com'), project }),
    z.strictObject({ ...shared, type: z.literal('argocd'), url: serviceUrl, project }),
    z.strictObject({
      ...shared,
      type: z.literal('json'),
      url: serviceUrl,
      project,
      /** Where the deployments are in the answer, and where each of them says what it is. */
      items: jsonPath.default('$[*]'),
      map: z.strictObject(
        { at: jsonPath, text: jsonPath, by: jsonPath.optional(), link: jsonPath.optional(), project: jsonPath.optional() },
        'the keys at, text, by, link, project',
      ),
    }),
  ],
  { error: TYPES.join(', ') },
);

/** A list of sources of one kind, each with a name of its own. */
const listOf = <Source extends z.ZodType<{ readonly name?: string | undefined }>>(kind: SourceKind, source: Source) => {
  const allowed = `a list of at most ${MAX_SOURCES} sources, each with ${kind === 'deployments' ? 'type and url' : 'url'}`;
  return z
    .array(source, allowed)
    .max(MAX_SOURCES, allowed)
    .transform((sources) => sources.map((one) => ({ ...one, name: one.name ?? kind })))
    .superRefine((sources, context) => {
      for (const [index, { name }] of sources.entries()) {
        if (sources.findIndex((other) => other.name === name) === index) continue;
        context.addIssue({ code: 'custom', path: [index, 'name'], message: 'a name that no other source of the list has' });
      }
    })
    .default([]);
};

/** What investigations read. Runbooks and services name a source by its kind and name. */
export const dataSourcesSchema = z
  .strictObject(
    {
      prometheus: listOf('prometheus', prometheus),
      kubernetes: listOf('kubernetes', kubernetes),
      loki: listOf('loki', loki),
      elasticsearch: listOf('elasticsearch', elasticsearch),
      httpJson: listOf('httpJson', httpJson),
      deployments: listOf('deployments', deployments),
    },
    `the keys ${SOURCE_KINDS.join(', ')}`,
  )
  .superRefine(({ loki, elasticsearch }, context) => {
    // A query of logs names a source without saying which of the two it is.
    for (const [index, { name }] of elasticsearch.entries()) {
      if (!loki.some((other) => other.name === name)) continue;
      context.addIssue({ code: 'custom', path: ['elasticsearch', index, 'name'], message: 'a name that no source under loki has' });
    }
  })
  .prefault({});
export type DataSourcesFile = z.output<typeof dataSourcesSchema>;
