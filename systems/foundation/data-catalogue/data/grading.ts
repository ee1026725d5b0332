/** 分类分级 as data: classes and grades in rising order, what a declared class and the number of persons say, and the marks by which content is known. */
import type { FieldClass } from '../../../../kernel/access.ts';
import grading from './grading.json' with { type: 'json' };
import marks from './recognisers.json' with { type: 'json' };

export interface Grading {
  readonly class: string;
  readonly grade: string;
}

export interface Recogniser extends Grading {
  readonly id: string;
  readonly title: string;
  /** One person has one: how many there are says how many persons are covered. */
  readonly persons: boolean;
  readonly titles: RegExp;
  readonly names: RegExp;
  readonly content: RegExp | undefined;
  readonly check: string | undefined;
  /** Of the filled values, from which it is taken to be known. */
  readonly share: number;
}

export const {
  classes,
  grades,
  scale,
  matrix,
  declaredConfidence,
  nameConfidence,
  bothConfidence,
  inheritedConfidence,
} = grading;
export const declaredGrading: Readonly<Record<FieldClass, Grading>> = grading.declared;
export const ruleVersion = `${grading.version}/${marks.version}`;
/** So many values at least: less is chance. */
export const fewestMatches = marks.fewest;

export const recognisers: readonly Recogniser[] = marks.recognisers.map((each) => ({
  ...each,
  persons: each.persons === true,
  titles: new RegExp(each.titles),
  names: new RegExp(each.names),
  content: each.content === undefined ? undefined : new RegExp(each.content),
  check: each.check,
  share: each.share ?? marks.share,
}));

const order = grades.map(({ code }) => code);
const gradeTitles = new Map(grades.map(({ code, title }) => [code, title]));

/** -1 for a word that is none. */
export function rankOf(grade: string | null): number {
  return grade === null ? -1 : order.indexOf(grade);
}

export function gradeTitle(grade: string): string {
  return gradeTitles.get(grade) ?? grade;
}

export const standings = {
  waiting: '待核定',
  confirmed: '已核定',
  renewed: '建议已变，待复核',
  refused: '不采纳建议，待另定',
  gone: '信息项已不在目录',
} as const;

export const gradingLists = {
  'data-catalogue data-classes': Object.fromEntries(
    Object.entries(classes).map(([code, { title }]) => [code, title]),
  ),
  'data-catalogue data-grades': Object.fromEntries(gradeTitles),
  'data-catalogue grading-standings': standings,
};
export const gradingSource = grading.source;
