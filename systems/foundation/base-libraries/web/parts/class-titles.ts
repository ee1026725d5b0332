/** Classes of fields as people read them. */
export const classTitles: Readonly<Record<string, string>> = {
  public: '公开',
  internal: '内部',
  personal: '个人信息',
  sensitive: '敏感个人信息',
};
