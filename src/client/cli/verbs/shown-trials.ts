import type { RuleTrial } from '../../../incident/alert-groups/judge-alert';
import type { AlertRule } from '../../../incident/alert-groups/rules';

/** What can be said of a rule `joinDependency` without looking for open incidents. */
export interface Unseen {
  readonly whyNot: string;
  /** The services one of which must have an open incident, by title; null if the rule cannot apply whatever is open. */
  readonly ifOpen: string | null;
}

/** A rule as `incident parse --rules` shows it. */
export interface ShownTrial {
  readonly rule: AlertRule;
  /** `→`: it decides. `?`: it decides if there is an incident to join, and otherwise the rule with the arrow does. */
  readonly mark: '' | '→' | '?';
  readonly why: string;
}

export function shownTrials(trials: readonly RuleTrial[], unseen: Unseen | undefined): readonly ShownTrial[] {
  const ifOpen = unseen?.ifOpen ?? null;
  const mayDecide = ({ rule, whyNot }: RuleTrial): boolean => rule.do === 'joinDependency' && ifOpen !== null && whyNot === unseen?.whyNot;
  const isSure = !trials.some(mayDecide);
  return trials.map((trial) => {
    const { rule, whyNot } = trial;
    if (mayDecide(trial)) return { rule, mark: '?', why: `applies if one of these has an open incident (not looked up here): ${ifOpen}` };
    if (whyNot !== null) return { rule, mark: '', why: whyNot };
    return { rule, mark: '→', why: isSure ? 'applies' : 'applies otherwise' };
  });
}
