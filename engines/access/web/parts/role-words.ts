/** The words for how deep and how far a role sees. */

export const clearanceTitles: Readonly<Record<string, string>> = {
  public: '公开',
  internal: '内部',
  personal: '个人信息',
  sensitive: '敏感信息',
};

export const reachTitles: Readonly<Record<string, string>> = {
  all: '全市',
  area: '岗位区划及以下',
  department: '岗位单位',
  self: '仅本人',
};

export function optionsOf(titles: Readonly<Record<string, string>>): { value: string; label: string }[] {
  return Object.entries(titles).map(([value, label]) => ({ value, label }));
}
