/** The form of a citizen's report: what it holds, what is missing, and what is sent. Pure. */
import type { Point } from '../../../../../kernel/register.ts';

export interface ReportValues {
  readonly matter: string;
  readonly description: string;
  readonly address: string;
  readonly position: Point | null;
  /** 12 digits, where no point could be chosen. */
  readonly area: string;
  readonly phone: string;
}

export const emptyReport: ReportValues = {
  matter: '',
  description: '',
  address: '',
  position: null,
  area: '',
  phone: '',
};

export const longestDescription = 1000;

export type ReportProblems = Readonly<Partial<Record<keyof ReportValues | 'photos', string>>>;

/** As the server would refuse it, said before anything is sent. */
export function findReportProblems(values: ReportValues, photos: number): ReportProblems {
  const { description, address, position, area, phone } = values;
  return {
    ...(photos === 0 ? { photos: '请至少拍一张照片' } : {}),
    ...(description.trim().length < 5 ? { description: '请至少写 5 个字' } : {}),
    ...(position === null && area === '' ? { position: '请定位、在地图上选点，或选择所在村（社区）' } : {}),
    ...(address.trim().length < 2 ? { address: '请写明具体位置，如路名、门牌或旁边的单位' } : {}),
    ...(phone !== '' && !/^1[3-9]\d{9}$/.test(phone.trim()) ? { phone: '请输入 11 位手机号，或留空' } : {}),
  };
}

/** The body of the report route; id and photos are put in when it goes out. */
export function reportBody(values: ReportValues): Readonly<Record<string, unknown>> {
  const { matter, description, address, position, area, phone } = values;
  return {
    description: description.trim(),
    address: address.trim(),
    ...(matter === '' ? {} : { matter }),
    ...(position === null ? {} : { position }),
    ...(position === null && area !== '' ? { area } : {}),
    ...(phone.trim() === '' ? {} : { phone: phone.trim() }),
  };
}
