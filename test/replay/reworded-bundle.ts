import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger, type WorkflowBundle } from '@temporalio/worker';

const SOURCES = join(__dirname, '..', '..', 'src');

/** The bundle of this workflow with every text for people in other words. Only our own sources are reworded. */
export function rewordedBundle(workflowsPath: string, wording: 'longer' | 'shorter'): Promise<WorkflowBundle> {
  const rule = {
    test: /\.ts$/,
    include: SOURCES,
    enforce: 'pre' as const,
    use: { loader: join(__dirname, 'reword-loader.js'), options: { wording } },
  };
  return bundleWorkflowCode({
    workflowsPath,
    logger: new DefaultLogger('ERROR'),
    webpackConfigHook: (config) => ({ ...config, module: { ...config.module, rules: [...(config.module?.rules ?? []), rule] } }),
  });
}
