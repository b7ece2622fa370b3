import type { Finding, FindingStatus, SelectedProbe } from '../model/finding';

/** The probes that show what is wrong: those that failed, or if none did, those that warned. */
export function probesToCheck(probes: readonly SelectedProbe[], findings: readonly Finding[]): readonly SelectedProbe[] {
  const of = (status: FindingStatus) =>
    probes.filter(({ key }) => findings.some((finding) => finding.key === key && finding.status === status));
  const failed = of('fail');
  return failed.length > 0 ? failed : of('warn');
}
