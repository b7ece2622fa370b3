import { readPluginOutput as read } from '../../../../../src/incident/investigation/plugins/read-plugin-output';

const readPluginOutput = (exitCode: number, stdout: string, stderr: string) => read({ exitCode, stdout, stderr }, 'check_x');

describe('readPluginOutput', () => {
  it.each([
    [0, 'ok'],
    [1, 'warn'],
    [2, 'fail'],
    [3, 'unknown'],
    [4, 'unknown'],
    [127, 'unknown'],
  ])('takes exit code %d for %s', (code, status) => {
    expect(readPluginOutput(code, 'TCP - 0.001 second response time\n', '').status).toBe(status);
  });

  it('takes the text before the bar as the summary, and the rest as evidence', () => {
    expect(readPluginOutput(2, 'HTTP CRITICAL: HTTP/1.1 503 - 212 bytes|time=0.31s;0.1;5;0 size=212B;;;0\n', '')).toEqual({
      status: 'fail',
      summary: 'HTTP CRITICAL: HTTP/1.1 503 - 212 bytes',
      evidence: ['time: 0.31 s, beyond warning 0.1 (critical 5)', 'size: 212 B'],
    });
  });

  it('reads long output, and performance data that goes on over several lines', () => {
    const output =
      'DISK WARNING - free space | /=2643MB;5948;5958;0;5968\n/ 15272 MB (77%);\n/boot 68 MB (69%); | /boot=68MB;88;93;0;98\n/home=69357MB;253404;253409;0;253414\n';
    expect(readPluginOutput(1, output, '')).toEqual({
      status: 'warn',
      summary: 'DISK WARNING - free space',
      evidence: [
        '/: 2643 MB (warning 5948, critical 5958, at most 5968)',
        '/boot: 68 MB (warning 88, critical 93, at most 98)',
        '/home: 69357 MB (warning 253404, critical 253409, at most 253414)',
        '/ 15272 MB (77%);',
        '/boot 68 MB (69%);',
      ],
    });
  });

  it('says what a plugin says on standard error, unless all is well', () => {
    expect(readPluginOutput(3, '', 'check_tcp: Port must be a positive integer\n')).toMatchObject({
      status: 'unknown',
      summary: 'check_tcp: Port must be a positive integer',
    });
    expect(readPluginOutput(0, 'OK\n', 'a warning of the library\n').evidence).toEqual([]);
  });

  it('says which exit code is not defined, and that nothing was printed', () => {
    expect(readPluginOutput(126, '', 'check_x: Permission denied').summary).toBe(
      'exit code 126 is not defined for plugins: check_x: Permission denied',
    );
    expect(readPluginOutput(127, '', 'sh: exec: check_x: not found').summary).toBe(
      'the image has no plugin check_x, or lacks something that the plugin needs: sh: exec: check_x: not found',
    );
    expect(readPluginOutput(2, '\n', '').summary).toBe('the plugin printed nothing');
  });
});
