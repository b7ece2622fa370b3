import { type Candidate, MAX_CANDIDATES } from '../../incident/model/responders';
import { cleanLine } from '../../incident/text/clean-text';
import type { Directory } from './directory';
import type { Fit, Match } from './match-people';
import { shownName } from './member';
import { domainOf } from './own-domain';

const MAX_ABOUT_CHARS = 120;

/** Whom a name could mean, at most as many as anyone reads. */
export function candidatesOf(match: Match, directory: Directory): readonly Candidate[] {
  return fitsOf(match)
    .slice(0, MAX_CANDIDATES)
    .map((fit) => candidateOf(fit, directory));
}

export function fitsOf(match: Match): readonly Fit[] {
  switch (match.kind) {
    case 'found':
      return [match];
    case 'several':
      return match.fits;
    case 'none':
      return match.near;
    case 'barred':
      return [];
  }
}

/** Title, user name and the domain of another employer tell people of one name apart; an address would tell too much. */
function candidateOf({ member, method }: Fit, { ownDomain }: Directory): Candidate {
  const { title, userName, mailbox, isGuest } = member;
  const domain = domainOf(mailbox);
  const parts = [title, userName && `@${userName}`, isGuest ? 'guest' : '', domain === ownDomain ? '' : (domain ?? '')];
  const about = cleanLine(parts.filter((part) => part !== '').join(' · '), MAX_ABOUT_CHARS);
  return { userId: member.id, name: shownName(member), how: method, ...(about === '' ? {} : { about }) };
}
