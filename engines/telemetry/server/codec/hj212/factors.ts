/** The factors of HJ 212-2017 (annex B) with the units in which field devices send them, and the codes that HJ/T 212-2005 had for them. */

export interface Hj212Factor {
  readonly title: string;
  /** Unit of Rtd, Min, Avg and Max from a source of pollution. */
  readonly unit: string;
  /** Unit where ambient air (ST 22, 27, 39) is measured, when it is another. */
  readonly ambientUnit?: string;
  /** Unit of Cou, the amount of the period. */
  readonly amountUnit?: string;
  /** The code of HJ/T 212-2005. */
  readonly former?: string;
}

type Row = readonly [
  code: string,
  title: string,
  unit: string,
  amount?: string | undefined,
  former?: string | undefined,
  ambient?: string,
];

/**
 * HJ 212-2017 annex B. The edition of 2025 (in force since 2026-01-01) was not at hand: its codes come as a new table beside this one.
 * The standard prints ng/m³ for some ambient factors (PM2.5, PM10, NH3, CH4); what the field sends is µg/m³, and that stands here.
 * From memory and not in the text at hand: w01003, a05024 (after HJ 524) and the codes of 2005.
 */
const rows: readonly Row[] = [
  ['w00000', '污水', 'L/s', 'm³', 'B01'],
  ['w01001', 'pH 值', '无量纲', undefined, '001'],
  ['w01003', '浑浊度', 'NTU'],
  ['w01009', '溶解氧', 'mg/L'],
  ['w01010', '水温', '℃'],
  ['w01012', '悬浮物', 'mg/L', 'kg', '003'],
  ['w01014', '电导率', 'µS/cm'],
  ['w01017', '五日生化需氧量', 'mg/L', 'kg', '010'],
  ['w01018', '化学需氧量', 'mg/L', 'kg', '011'],
  ['w01019', '高锰酸盐指数', 'mg/L', 'kg'],
  ['w01020', '总有机碳', 'mg/L', 'kg', '015'],
  ['w02003', '粪大肠菌群', '个/L'],
  ['w19002', '阴离子表面活性剂', 'mg/L', 'kg'],
  ['w20111', '总汞', 'µg/L', 'g', '020'],
  ['w20115', '总镉', 'µg/L', 'g', '022'],
  ['w20117', '六价铬', 'µg/L', 'g', '024'],
  ['w20119', '总砷', 'µg/L', 'g', '026'],
  ['w20120', '总铅', 'µg/L', 'g', '027'],
  ['w20122', '总铜', 'mg/L', 'kg', '029'],
  ['w20123', '总锌', 'mg/L', 'kg', '030'],
  ['w21001', '总氮', 'mg/L', 'kg', '065'],
  ['w21003', '氨氮', 'mg/L', 'kg', '060'],
  ['w21007', '硝酸盐', 'mg/L', 'kg'],
  ['w21011', '总磷', 'mg/L', 'kg', '101'],
  ['w21016', '氰化物', 'mg/L', 'kg'],
  ['w21017', '氟化物', 'mg/L', 'kg'],
  ['w21019', '硫化物', 'mg/L', 'kg'],
  ['w22001', '石油类', 'mg/L', 'kg'],
  ['w23002', '挥发酚', 'mg/L', 'kg'],
  ['a00000', '废气', 'm³/s', 'm³', 'B02'],
  ['a01001', '温度', '℃'],
  ['a01002', '湿度', '%'],
  ['a01006', '气压', 'kPa'],
  ['a01007', '风速', 'm/s'],
  ['a01008', '风向', '°'],
  ['a01011', '烟气流速', 'm/s', undefined, 'S02'],
  ['a01012', '烟气温度', '℃', undefined, 'S03'],
  ['a01013', '烟气压力', 'kPa', undefined, 'S08'],
  ['a01014', '烟气湿度', '%', undefined, 'S05'],
  ['a05001', '二氧化碳', '%'],
  ['a05002', '甲烷', 'mg/m³', 'kg', undefined, 'µg/m³'],
  ['a05024', '臭氧', 'µg/m³'],
  ['a19001', '氧气含量', '%', undefined, 'S01'],
  ['a20057', '汞及其化合物', 'µg/m³', 'g'],
  ['a21001', '氨气', 'mg/m³', 'kg', undefined, 'µg/m³'],
  ['a21002', '氮氧化物', 'mg/m³', 'kg', '03', 'µg/m³'],
  ['a21003', '一氧化氮', 'mg/m³', 'kg', undefined, 'µg/m³'],
  ['a21004', '二氧化氮', 'mg/m³', 'kg', undefined, 'µg/m³'],
  ['a21005', '一氧化碳', 'mg/m³', 'kg', '04'],
  ['a21018', '氟化物', 'mg/m³', 'kg', undefined, 'µg/m³'],
  ['a21022', '氯气', 'mg/m³', 'kg'],
  ['a21024', '氯化氢', 'mg/m³', 'kg'],
  ['a21026', '二氧化硫', 'mg/m³', 'kg', '02', 'µg/m³'],
  ['a21028', '硫化氢', 'mg/m³', 'kg', undefined, 'µg/m³'],
  ['a24088', '非甲烷总烃', 'mg/m³', 'kg'],
  ['a25002', '苯', 'mg/m³', 'kg', undefined, 'µg/m³'],
  ['a25003', '甲苯', 'mg/m³', 'kg', undefined, 'µg/m³'],
  ['a25005', '二甲苯', 'mg/m³', 'kg', undefined, 'µg/m³'],
  ['a31001', '甲醛', 'mg/m³', 'kg', undefined, 'µg/m³'],
  ['a34001', '总悬浮颗粒物', 'mg/m³', 'kg', undefined, 'µg/m³'],
  ['a34002', '可吸入颗粒物 PM10', 'mg/m³', 'kg', undefined, 'µg/m³'],
  ['a34004', '细颗粒物 PM2.5', 'mg/m³', 'kg', undefined, 'µg/m³'],
  ['a34005', '亚微米颗粒物 PM1.0', 'mg/m³', 'kg', undefined, 'µg/m³'],
  ['a34013', '烟尘', 'mg/m³', 'kg', '01'],
  ['LA', 'A 计权声级', 'dB'],
  ['L5', '累计百分声级 L5', 'dB'],
  ['L10', '累计百分声级 L10', 'dB'],
  ['L50', '累计百分声级 L50', 'dB'],
  ['L90', '累计百分声级 L90', 'dB'],
  ['L95', '累计百分声级 L95', 'dB'],
  ['Leq', '等效声级', 'dB'],
  ['Ldn', '昼夜等效声级', 'dB'],
  ['Ld', '昼间等效声级', 'dB'],
  ['Ln', '夜间等效声级', 'dB'],
  ['LMx', '最大的瞬时声级', 'dB'],
  ['LMn', '最小的瞬时声级', 'dB'],
];

export const factors: ReadonlyMap<string, Hj212Factor> = new Map(
  rows.map(([code, title, unit, amountUnit, former, ambientUnit]) => [
    code,
    {
      title,
      unit,
      ...(amountUnit === undefined ? {} : { amountUnit }),
      ...(former === undefined ? {} : { former }),
      ...(ambientUnit === undefined ? {} : { ambientUnit }),
    },
  ]),
);

const byFormer = new Map(
  rows.flatMap(([code, , , , former]) => (former === undefined ? [] : [[former, code] as const])),
);

/** Systems that measure the air around us and not what leaves a chimney. */
const ambientSystems = new Set(['22', '27', '39']);

/** The code of 2017 for a code of either edition; an unknown one stays as it is. */
export function currentFactorCode(code: string): string {
  return byFormer.get(code) ?? code;
}

/** The unit of a value with this suffix; undefined for a factor or a suffix that the table does not have. */
export function unitOf(code: string, suffix: string, systemCode: string): string | undefined {
  const factor = factors.get(code);
  if (factor === undefined) return undefined;
  if (suffix === 'Cou') return factor.amountUnit;
  return ambientSystems.has(systemCode) ? (factor.ambientUnit ?? factor.unit) : factor.unit;
}
