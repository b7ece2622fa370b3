import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger, type WorkflowBundle } from '@temporalio/worker';
import { WORKFLOWS } from '../support/workflow-env';

/** Ours, and the workflows here that decide on words. */
const SOURCES = [join(__dirname, '..', '..', 'src'), __dirname];

/** The bundle of this workflow with every text for people in other words, each file in its own. */
export function rewordedBundle(workflowsPath: string, wording: 'longer' | 'shorter'): Promise<WorkflowBundle> {
  return bundleThrough(workflowsPath, { loader: join(__dirname, 'reword-loader.js'), options: { wording } });
}

/** The bundle of the workflow as it was before its patches. */
export function unpatchedBundle(): Promise<WorkflowBundle> {
  return bundleThrough(WORKFLOWS.workflowsPath, { loader: join(__dirname, 'unpatched-loader.js'), options: {} });
}

/** The bundle of this workflow, each of our own sources having gone through the loader. */
function bundleThrough(workflowsPath: string, use: { readonly loader: string; readonly options: object }): Promise<WorkflowBundle> {
  const rule = { test: /\.ts$/, include: SOURCES, enforce: 'pre' as const, use };
  return bundleWorkflowCode({
    workflowsPath,
    logger: new DefaultLogger('ERROR'),
    webpackConfigHook: (config) => ({ ...config, module: { ...config.module, rules: [...(config.module?.rules ?? []), rule] } }),
  });
}
