/** The matters as pages show them: what each is called, where it lies, and what it asks. */
export interface MatterKind {
  /** Key of the case type. */
  readonly key: string;
  readonly title: string;
  readonly summary: string;
  readonly icon: string;
}

export const matterKinds: readonly MatterKind[] = [
  { key: 'leave', title: '请假', summary: '年休假、事假、病假等，返岗后销假', icon: 'calendar' },
  { key: 'car-use', title: '用车', summary: '公务用车，派车、回车登记', icon: 'locate' },
  { key: 'purchase', title: '采购', summary: '按全年累计金额确定方式和审批', icon: 'component' },
  { key: 'seal-use', title: '用印', summary: '单位公章、合同章等，外带按期归还', icon: 'certificate' },
  { key: 'visit', title: '来访', summary: '来访预约，到访、离开登记', icon: 'people' },
];

export function findMatter(key: string | undefined): MatterKind | undefined {
  return matterKinds.find((kind) => kind.key === key);
}

export const matterPath = (key: string, id: string): string => `/office/${key}/${id}`;
