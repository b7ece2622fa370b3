import { keepChanges } from '../../incident/declaration/keep-changes';
import { hasEnded } from '../../incident/escalation/call-relevance';
import { assessFindings } from '../../incident/investigation/assess-findings';
import { surroundingsOf } from '../../incident/investigation/causes/surroundings';
import { compareRounds, standingFindings } from '../../incident/investigation/compare-rounds';
import type { RoomMessage } from '../../incident/model/room-message';
import { joinPeople } from '../../incident/people/join-people';
import { scoreResponse } from '../../incident/response/score';
import type { ActivityName } from '../calls/activity-options';
import { SkipNode } from '../graph/skip-node';
import { nodesWith, settled, stepGraph, streamed } from '../graph/step-graph';
import { committed, type ResponseContext } from './response-context';
import { firstCall } from './response-messages';
import { followProbes } from './thread-updates';

const { node, fanOut } = nodesWith<ResponseContext, ActivityName>();

const incident = node(
  'parseIncidentEvent',
  {},
  async (_, context, run) => {
    const receivedAt = context.state().createdAt;
    const read = await context.call(run, { request: context.request, receivedAt });
    return context.commit('incident', keepChanges(context.state().incident, read));
  },
  {
    fromState: committed('incident'),
    step: 'parseIncidentEvent',
    activity: 'parseIncidentEvent',
    description: 'Reads the alert and sets title, severity, privacy and targets',
  },
);

const slack = node('setUpSlack', {}, async (_, context, run) => context.commit('slack', await context.call(run, {})), {
  fromState: committed('slack'),
  step: 'setUpSlack',
  activity: 'setUpSlack',
  description: "Checks the bot's identity and scopes in Slack",
});

const warRoom = node(
  'createChannel',
  { incident, slack },
  async ({ incident }, context, run) => context.commit('warRoom', await context.openRoom(run, incident)),
  {
    step: 'createWarRoom',
    activity: 'createChannel',
    description: 'Creates the channel, or reuses one that an earlier attempt created, and posts the headline',
    fromState: committed('warRoom'),
  },
);

const headline = node(
  'announceIncident',
  { incident, warRoom },
  async ({ warRoom }, context, run) => context.commit('headlineTs', await context.announce(run, warRoom)),
  {
    step: 'createWarRoom',
    activity: 'announceIncident',
    description: "Posts the headline if it couldn't be posted when the channel was created",
    fromState: committed('headlineTs'),
  },
);

const people = node(
  'resolveSlackUsers',
  { incident, slack },
  async ({ incident }, context, run) => {
    const input = { users: incident.users, isPrivate: incident.privacy === 'private' };
    const found = await context.call(run, input, { summary: incident.users.join(', ') });
    const people = context.commit('people', joinPeople(context.state().people, found));
    context.callLate(found);
    return people;
  },
  {
    step: 'resolveSlackUsers',
    activity: 'resolveSlackUsers',
    description: 'Finds each person by email, display name, user name, unique real name or group',
    fromState: committed('people'),
  },
);

const selection = node(
  'selectProbes',
  { incident },
  async ({ incident }, context, run) => {
    const { probes, leftOut, scope } = await context.call(run, { incident });
    context.probes.select(probes);
    return { probes, leftOut: context.commit('leftOutProbes', leftOut), scope: context.commit('serviceScope', scope ?? []) };
  },
  {
    step: 'investigate',
    activity: 'selectProbes',
    description: 'Selects the runbooks whose conditions match, and their targets',
    fromState: (context) => ({
      probes: context.state().probes,
      leftOut: context.state().leftOutProbes,
      scope: context.state().serviceScope,
    }),
  },
);

const findings = fanOut(
  'runProbes',
  { selection },
  ({ selection }) => selection.probes,
  (probe, _, context, run) => context.probes.run(run, probe),
  {
    step: 'investigate',
    activity: 'runProbe',
    description: 'Runs each probe in its own throwaway container',
    fromState: committed('findings'),
  },
);

const investigation = node(
  'assessFindings',
  { incident, selection, findings },
  async ({ incident, selection, findings }, context) => {
    const surroundings = surroundingsOf(incident, selection.scope ?? []);
    const standing = context.patches.joined ? standingFindings(context.state(), selection.probes) : [];
    const assessed = assessFindings(findings, selection.leftOut, surroundings, standing);
    return context.commit('investigation', { ...assessed, ...compareRounds(context.state().investigation, assessed) });
  },
  {
    step: 'investigate',
    activity: null,
    description: 'Computes health, and how much was observed, from the probes that ran, and ranks possible causes',
    fromState: committed('investigation'),
  },
);

const furnished = node(
  'furnishRoom',
  { incident, warRoom, headline },
  ({ incident, warRoom, headline }, context, run) => context.furnish(run, { incident, warRoom, headlineTs: headline }),
  {
    step: 'createWarRoom',
    activity: 'furnishRoom',
    description:
      'Sets the topic and the purpose (by which a later attempt recognises the channel), pins the headline and bookmarks the links',
    optional: true,
  },
);

const invited = node(
  'inviteResponders',
  { incident, warRoom, people },
  async ({ incident, warRoom, people }, context, run) => {
    if (people.resolved.length === 0) throw new SkipNode('no one to invite');
    const call = hasEnded(context.state()) ? null : firstCall(context, incident, people);
    return context.invite(run, { warRoom, people, call });
  },
  {
    step: 'createWarRoom',
    activity: 'inviteResponders',
    description: 'Invites and pages everyone who was found',
    optional: true,
  },
);

const called = node(
  'callForPeople',
  { incident, warRoom, headline, people, invited: settled(invited) },
  async ({ incident, warRoom, people, invited: refused = [] }, context, run) => {
    if (people.resolved.length + people.unresolved.length === 0) throw new SkipNode('no people were requested');
    if (hasEnded(context.state())) throw new SkipNode(`the incident is ${context.state().status}`);
    const call = firstCall(context, incident, people);
    await context.callPeople(run, warRoom, refused.length === 0 ? call : { ...call, refused });
  },
  {
    step: 'createWarRoom',
    activity: 'postMessage',
    description: "Pages people if they couldn't be paged with the invitations, and lists those who were not found",
  },
);

const progress = node(
  'postProgress',
  { warRoom, headline, selection },
  async ({ warRoom, headline, selection }, context, run) => {
    const { probes } = selection;
    if (probes.length === 0) throw new SkipNode('no probe was selected');
    const { findings } = context.state();
    const message: RoomMessage = { kind: 'progress', probes, findings };
    const ts = await context.post(run, { warRoom, threadTs: headline }, message, { summary: `progress of ${probes.length} probes` });
    return context.commit('progress', { ts, shown: findings.length });
  },
  {
    step: 'updateSlackThread',
    activity: 'postReply',
    description: 'Shows every probe in one message of the thread',
    fromState: committed('progress'),
  },
);

const replies = node(
  'postFindings',
  { warRoom, headline, selection, progress: settled(progress), findings: streamed(findings) },
  ({ warRoom, headline, ...rest }, context, run) => followProbes(context, run, { warRoom, threadTs: headline }, rest),
  {
    step: 'updateSlackThread',
    activity: 'updateThread',
    description: 'Posts one reply for each probe that fails or warns, with its evidence, and updates the progress message',
  },
);

const verdict = node(
  'postVerdict',
  { warRoom, headline, investigation, progress: settled(progress), replies: settled(replies) },
  async ({ warRoom, headline, investigation }, context, run) =>
    context.post(run, { warRoom, threadTs: headline }, { kind: 'verdict', investigation }, { summary: 'result of the investigation' }),
  {
    step: 'updateSlackThread',
    activity: 'postReply',
    description: 'Posts the most likely cause with its evidence, how sure it is, and recommendations',
  },
);

const swept = node(
  'sweepCopies',
  { called: settled(called), verdict: settled(verdict), replies: settled(replies) },
  (_, context) => context.sweep(),
  {
    step: 'updateSlackThread',
    activity: 'removeCopies',
    description: 'Removes duplicates of messages that may have been posted twice',
    optional: true,
  },
);

const score = node(
  'scoreResponse',
  {
    investigation: settled(investigation),
    people: settled(people),
    furnished: settled(furnished),
    called: settled(called),
    replies: settled(replies),
    verdict: settled(verdict),
    swept: settled(swept),
  },
  async (_, context) => {
    const { score, overallStatus } = scoreResponse(context.state());
    context.commit('overallStatus', overallStatus);
    return context.commit('score', score);
  },
  {
    step: 'summarizeIncident',
    activity: null,
    description: 'Scores what was requested: people, war room, investigation, updates',
    fromState: committed('score'),
  },
);

const report = node(
  'writeReport',
  { score, warRoom: settled(warRoom), headline: settled(headline) },
  ({ warRoom, headline }, context, run) =>
    context.summarize(run, warRoom === undefined || headline === undefined ? null : { warRoom, threadTs: headline }),
  {
    step: 'summarizeIncident',
    activity: 'summarizeIncident',
    description: 'Writes the report, and posts the score and a summary to the thread',
  },
);

/** The response to an incident. Ready nodes start in the order of this list. */
export const RESPONSE_GRAPH = stepGraph([
  incident,
  slack,
  warRoom,
  headline,
  people,
  selection,
  findings,
  investigation,
  furnished,
  invited,
  called,
  progress,
  replies,
  verdict,
  swept,
  score,
  report,
]);
export type NodeName = (typeof RESPONSE_GRAPH)['nodes'][number]['name'];
