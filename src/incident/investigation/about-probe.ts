import type { SelectedProbe } from '../model/finding';

type AboutProbe = Omit<SelectedProbe, 'timeoutMs' | 'services'>;

/** What a finding repeats of its probe. */
export function aboutProbe({ timeoutMs: _timeout, services: _services, ...about }: SelectedProbe): AboutProbe {
  return about;
}
