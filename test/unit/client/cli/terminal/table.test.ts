import { table } from '../../../../../src/client/cli/terminal/table';
import { textWidth } from '../../../../../src/client/cli/terminal/text-width';

describe('table', () => {
  it('puts columns under each other, wide characters included', () => {
    const lines = table(
      ['id', 'title'],
      [
        ['テスト', 'x'],
        ['A', 'y'],
      ],
    );
    expect(lines.map((line) => textWidth(line.slice(0, line.search(/[xyt]/))))).toEqual([8, 8, 8]);
  });

  it('cuts the last column to the terminal, and nothing where there is none', () => {
    const row = ['A', 'a very long sentence indeed, and longer'];
    expect(table(['', ''], [row], { width: 34 })[1]).toBe('A  a very long sentence indeed, a…');
    expect(table(['', ''], [row], { width: Number.POSITIVE_INFINITY })[1]).toBe(row.join('  '));
  });

  it('cuts nothing where the other columns leave too little room to read the last one', () => {
    const row = ['HTTP health', 'http://172.17.0.2:8080/cgi-bin/health', 'HTTP 503 in 10 ms'];
    expect(table(['', '', ''], [row], { width: 60 })[1]).toBe(row.join('  '));
  });

  it('lets no control character through', () => {
    const hostile = 'a\u001b[31mred\u001b]0;owned\u0007\u202eback\nline';
    const [, line = ''] = table(['x'], [[hostile]]);
    expect(line).toBe('aredback line');
  });

  it('lays colour on whole cells, so that padding stays', () => {
    const lines = table(['a', 'b'], [['x', 'y']], { paintCell: (cell, column) => (column === 0 ? `<${cell}>` : cell) });
    expect(lines[1]).toBe('<x>  y');
  });
});
