/** 互认信任列表: authorities of other places whose seals count here, for which types, from when until when. */
import { code, codes, date, defineRegister, longText, text } from '../../../../kernel/register.ts';

export const trustedRoot = defineRegister({
  title: '证照互认信任列表',
  summary: '长三角等地签发机构的根证书；列入后，其盖章的证照在本市线上线下都可核验',
  owner: 'city-data-resources',
  share: 'conditional',
  open: 'unconditional',
  fields: {
    title: text({ title: '地区', required: true, list: true, maxLength: 60, class: 'public' }),
    name: text({
      title: '根证书名称',
      required: true,
      list: true,
      maxLength: 200,
      class: 'public',
      managed: true,
    }),
    certificate: longText({
      title: '根证书',
      required: true,
      maxLength: 6000,
      class: 'public',
      managed: true,
    }),
    fingerprint: text({
      title: '指纹',
      required: true,
      unique: true,
      list: true,
      class: 'public',
      managed: true,
    }),
    types: codes({ title: '互认的证照类型', codeList: 'licence types', class: 'public', hint: '不选为全部' }),
    validFrom: date({ title: '互认起', required: true, list: true, class: 'public' }),
    validUntil: date({ title: '互认止', list: true, class: 'public' }),
    status: code({ title: '状态', required: true, list: true, codeList: 'licence roots', class: 'public' }),
    source: text({ title: '依据', required: true, maxLength: 200, class: 'public' }),
  },
  allow: { read: 'read-types' },
  reference: true,
  titleField: 'title',
});
