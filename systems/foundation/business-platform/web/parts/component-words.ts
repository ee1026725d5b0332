/** What each part of ui/ is called and good for, in words for departments' developers. */
export const componentWords: Readonly<Record<string, { readonly title: string; readonly use: string }>> = {
  'area-picker': { title: '区划选择', use: '按市、县、乡、村逐级选一个区划，值是12位区划代码；可限定级别。' },
  chart: { title: '图表', use: '柱、线、饼、热力图；可点击下钻，读屏的人可切换成表格。' },
  'confirm-danger': { title: '再次确认', use: '不能撤回的事先问一次；需要理由的，理由会留存。' },
  'department-picker': { title: '单位选择', use: '在机构树里按名称或拼音选单位。' },
  empty: {
    title: '空、加载、出错',
    use: '页面的一块没有内容、正在取或取不到时各显示什么，取不到的可以重试。',
  },
  'error-page': { title: '整页错误', use: '没有权限、不存在或出错时的整页提示，带可报给技术支持的编号。' },
  'field-input': {
    title: '字段录入',
    use: '按台账字段的声明给出合适的输入框：文本、数、日期、代码、区划、附件等。',
  },
  'field-value': {
    title: '字段显示',
    use: '按字段声明显示值：代码转名称、数带单位、时间用北京时间，脱敏的值写明理由才可查看。',
  },
  icon: { title: '图标', use: '只作装饰，含义由旁边的文字表达。' },
  'job-progress': { title: '任务进度', use: '耗时任务做到哪里、能否停下、结果如何。' },
  'kit-root': { title: '组件外壳', use: '开放门户里用到组件库的部分由它包住，配色和语言与工作台一致。' },
  layout: { title: '页面布局', use: '页头、区块、两栏、卡片行和说明列表；每个工作台页面都用它。' },
  'link-button': { title: '链接按钮', use: '页面的主要操作要去另一页时用它：样子是主按钮，其实是链接。' },
  'map-frame': { title: '地图', use: '城市底图上的点、线、面和图例；点要素看卡片，点空处选位置。' },
  'number-card': {
    title: '指标卡',
    use: '一个数和单位、算法、与上期比较，点开看明细；没有分母的率显示“—”。',
  },
  'point-picker': { title: '位置选择', use: '在地图上选一个点，或直接填经纬度。' },
  'qr-code': { title: '二维码', use: '清晰的矢量二维码，放大不失真。' },
  'query-table': {
    title: '查询列表',
    use: '查询区、工具条、列设置、表格和翻页；条件留在地址里，返回时还在。',
  },
  'status-tag': { title: '状态标签', use: '状态用文字加颜色表达，从不只靠颜色。' },
  'time-light': { title: '时限灯', use: '办理时限正常、将到期还是已超期；形状和文字也表达。' },
  timeline: { title: '流转记录', use: '谁在什么时候做了什么、意见和附件、用了多久。' },
  'upload-box': { title: '附件上传', use: '拖入、选择或拍照上传，逐个显示进度，断了可以重传。' },
  watermark: { title: '水印', use: '把姓名和日期淡淡地铺在页面上，拍照外传可以追到人。' },
};
