const problem = {
  State: 'OPEN',
  ProblemID: 'P-26114',
  PID: '-4921330945572394872_1795474800000V2',
  ProblemTitle: 'Failure rate increase on checkout',
  ProblemSeverity: 'ERROR',
  ProblemImpact: 'SERVICE',
  ProblemURL: 'https://abc12345.live.dynatrace.com/#problems/problemdetails;pid=-4921330945572394872_1795474800000V2',
  ImpactedEntity: 'Failure rate increase on Web service checkout',
  ImpactedEntities: [{ type: 'SERVICE', name: 'checkout', entity: 'SERVICE-B9B2CB8F23A50C0F' }],
  ProblemDetailsText: 'The error rate is 12 %',
  ProblemDetailsJSON: { id: '-4921330945572394872_1795474800000V2', startTime: 1795474800000, endTime: -1, severityLevel: 'ERROR' },
  Tags: 'env:prod, team:payments',
};

export const DYNATRACE = {
  open: problem,
  resolved: { ...problem, State: 'RESOLVED' },
  merged: { ...problem, State: 'MERGED' },
  'a host is away': { ...problem, ProblemSeverity: 'AVAILABILITY', ProblemDetailsJSON: '{ProblemDetailsJSON}' },
  test: {
    State: 'OPEN',
    ProblemID: '999',
    PID: '99999',
    ProblemTitle: 'Dynatrace problem notification test run',
    ImpactedEntity: 'Myhost, Myservice',
    Tags: 'testtag1, testtag2',
  },
  'a problem of the API': {
    problemId: '-4921330945572394872_1795474800000V2',
    displayId: 'P-26114',
    title: 'Failure rate increase on checkout',
    status: 'CLOSED',
    severityLevel: 'RESOURCE_CONTENTION',
    impactLevel: 'SERVICES',
    startTime: 1795474800000,
    endTime: 1795478400000,
  },
} as const;
