/** 演示: the synthetic people and enterprises that the simulators know; serials from 990 on and the code MA8TEET belong to nobody. */

export const demoPersons: readonly { readonly name: string; readonly idCard: string }[] = [
  { name: '程望', idCard: '341202195501109908' },
  { name: '姚远', idCard: '341202195501119911' },
  { name: '秦安', idCard: '341202195501129925' },
  { name: '颍大年', idCard: '341202199001019912' },
  { name: '颍小苗', idCard: '341202201605129936' },
  { name: '颍新禾', idCard: '341226198808089950' },
];

export const demoEnterprises: readonly {
  readonly creditCode: string;
  readonly name: string;
  /** Number of its legal representative. */
  readonly representative: string;
}[] = [
  {
    creditCode: '91341202MA8TEET07E',
    name: '阜阳演示商贸有限公司',
    representative: '341202199001019912',
  },
  {
    creditCode: '91341204MA8TEET156',
    name: '颍泉演示农业有限公司',
    representative: '341226198808089950',
  },
];
