it.each(['common', 'workflow', 'client', 'activity'])('the plan can be printed without @temporalio/%s', (name) => {
  jest.isolateModules(() => {
    jest.doMock(`@temporalio/${name}`, () => {
      throw new Error('it was loaded');
    });
    const { RESPONSE_PLAN } = require('../../../../src/workflows/response/plan');
    expect(RESPONSE_PLAN.steps).toHaveLength(7);
  });
});
