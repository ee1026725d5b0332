/** The control lines that a check looks at: the 三区三线 first, then the other lines, each with the rule that made it. */

export interface ControlLine {
  readonly code: string;
  readonly title: string;
  /** inside: lying within is what matters; outside: lying beyond is. */
  readonly side: 'inside' | 'outside';
  /** Without a version in force a check cannot end well. */
  readonly needed: boolean;
  readonly colour: string;
  /** For paper, where a legend is words. */
  readonly colourName: string;
  readonly source: string;
}

export const controlLines = [
  {
    code: 'farmland',
    title: '永久基本农田',
    side: 'inside',
    needed: true,
    colour: '#d4a017',
    colourName: '土黄',
    source: '土地管理法（2019）第33—35条；基本农田保护条例',
  },
  {
    code: 'ecology',
    title: '生态保护红线',
    side: 'inside',
    needed: true,
    colour: '#237804',
    colourName: '深绿',
    source: '自然资发〔2022〕142号',
  },
  {
    code: 'town',
    title: '城镇开发边界',
    side: 'outside',
    needed: true,
    colour: '#c41d7f',
    colourName: '品红',
    source: '自然资发〔2023〕193号',
  },
  {
    code: 'zone',
    title: '规划用途分区',
    side: 'inside',
    needed: false,
    colour: '#8c6d1f',
    colourName: '褐',
    source: '市级国土空间总体规划编制指南（试行）',
  },
  {
    code: 'land-use',
    title: '规划用地用海',
    side: 'inside',
    needed: false,
    colour: '#874d00',
    colourName: '棕',
    source: '自然资发〔2023〕234号',
  },
  {
    code: 'river',
    title: '河道管理范围',
    side: 'inside',
    needed: false,
    colour: '#0958d9',
    colourName: '深蓝',
    source: '河道管理条例第20条；水法第38条',
  },
  {
    code: 'heritage',
    title: '文物保护范围',
    side: 'inside',
    needed: false,
    colour: '#820014',
    colourName: '暗红',
    source: '文物保护法（2024修订）',
  },
  {
    code: 'blue',
    title: '城市蓝线',
    side: 'inside',
    needed: false,
    colour: '#1677ff',
    colourName: '天蓝',
    source: '城市蓝线管理办法（建设部令第145号）',
  },
  {
    code: 'green',
    title: '城市绿线',
    side: 'inside',
    needed: false,
    colour: '#52c41a',
    colourName: '浅绿',
    source: '城市绿线管理办法（建设部令第112号）',
  },
  {
    code: 'purple',
    title: '城市紫线',
    side: 'inside',
    needed: false,
    colour: '#722ed1',
    colourName: '紫',
    source: '城市紫线管理办法（建设部令第119号）',
  },
  {
    code: 'yellow',
    title: '城市黄线',
    side: 'inside',
    needed: false,
    colour: '#d48806',
    colourName: '橙黄',
    source: '城市黄线管理办法（建设部令第144号）',
  },
] as const satisfies readonly ControlLine[];

export function findLine(code: string): ControlLine | undefined {
  return controlLines.find((line) => line.code === code);
}
