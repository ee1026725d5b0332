/** The list behind `departments.ts`: municipal units one by one, and the units that every county has. */
export type DepartmentKind =
  | 'party'
  | 'congress'
  | 'consultative'
  | 'judicial'
  | 'government'
  | 'bureau'
  | 'branch'
  | 'institution'
  | 'mass-organisation'
  | 'vertical'
  | 'utility'
  | 'town'
  | 'village';

/** `serial` goes into the made-up credit code: never renumber, give a new unit the next number. */
export interface MunicipalUnit {
  readonly serial: number;
  readonly id: string;
  readonly name: string;
  readonly shortName: string;
  readonly kind: DepartmentKind;
  readonly parent: string | undefined;
}

export interface CountyUnit {
  readonly serial: number;
  /** Last part of the id: what it does. */
  readonly duty: string;
  /** Follows the county's name; empty for the government itself. */
  readonly name: string;
  readonly kind: DepartmentKind;
  /** 'city-…' for a municipal unit, else the duty of a unit in the same county. */
  readonly parent: string;
}

type Row = readonly [
  serial: number,
  id: string,
  name: string,
  shortName: string,
  kind: DepartmentKind,
  parent?: string,
];

const municipalRows: readonly Row[] = [
  [1, 'city-party-committee', '中共阜阳市委员会', '市委', 'party'],
  [2, 'city-party-office', '中共阜阳市委办公室', '市委办公室', 'party', 'city-party-committee'],
  [
    3,
    'city-discipline',
    '中共阜阳市纪律检查委员会 阜阳市监察委员会',
    '市纪委监委',
    'party',
    'city-party-committee',
  ],
  [4, 'city-organisation', '中共阜阳市委组织部', '市委组织部', 'party', 'city-party-committee'],
  [5, 'city-publicity', '中共阜阳市委宣传部', '市委宣传部', 'party', 'city-party-committee'],
  [6, 'city-united-front', '中共阜阳市委统一战线工作部', '市委统战部', 'party', 'city-party-committee'],
  [7, 'city-political-legal', '中共阜阳市委政法委员会', '市委政法委', 'party', 'city-party-committee'],
  [
    8,
    'city-cyberspace',
    '中共阜阳市委网络安全和信息化委员会办公室',
    '市委网信办',
    'party',
    'city-party-committee',
  ],
  [9, 'city-staffing', '中共阜阳市委机构编制委员会办公室', '市委编办', 'party', 'city-party-committee'],
  [10, 'city-petition', '阜阳市信访局', '市信访局', 'party', 'city-party-committee'],
  [11, 'city-party-school', '中共阜阳市委党校', '市委党校', 'institution', 'city-party-committee'],
  [12, 'city-archives', '阜阳市档案馆', '市档案馆', 'institution', 'city-party-office'],
  [13, 'city-congress', '阜阳市人民代表大会常务委员会办公室', '市人大常委会办公室', 'congress'],
  [14, 'city-consultative', '中国人民政治协商会议阜阳市委员会办公室', '市政协办公室', 'consultative'],
  [15, 'city-court', '阜阳市中级人民法院', '市中级人民法院', 'judicial'],
  [16, 'city-procuratorate', '阜阳市人民检察院', '市检察院', 'judicial'],
  [17, 'city-government', '阜阳市人民政府', '市政府', 'government'],
  [18, 'city-government-office', '阜阳市人民政府办公室', '市政府办公室', 'bureau', 'city-government'],
  [19, 'city-development-reform', '阜阳市发展和改革委员会', '市发展改革委', 'bureau', 'city-government'],
  [20, 'city-education', '阜阳市教育局', '市教育局', 'bureau', 'city-government'],
  [21, 'city-science', '阜阳市科学技术局', '市科技局', 'bureau', 'city-government'],
  [22, 'city-industry', '阜阳市经济和信息化局', '市经济和信息化局', 'bureau', 'city-government'],
  [23, 'city-public-security', '阜阳市公安局', '市公安局', 'bureau', 'city-government'],
  [24, 'city-civil-affairs', '阜阳市民政局', '市民政局', 'bureau', 'city-government'],
  [25, 'city-justice', '阜阳市司法局', '市司法局', 'bureau', 'city-government'],
  [26, 'city-finance', '阜阳市财政局', '市财政局', 'bureau', 'city-government'],
  [
    27,
    'city-human-resources',
    '阜阳市人力资源和社会保障局',
    '市人力资源社会保障局',
    'bureau',
    'city-government',
  ],
  [28, 'city-natural-resources', '阜阳市自然资源和规划局', '市自然资源和规划局', 'bureau', 'city-government'],
  [29, 'city-ecology', '阜阳市生态环境局', '市生态环境局', 'bureau', 'city-government'],
  [
    30,
    'city-housing-construction',
    '阜阳市住房和城乡建设局',
    '市住房城乡建设局',
    'bureau',
    'city-government',
  ],
  [31, 'city-transport', '阜阳市交通运输局', '市交通运输局', 'bureau', 'city-government'],
  [32, 'city-agriculture', '阜阳市农业农村局', '市农业农村局', 'bureau', 'city-government'],
  [33, 'city-water-resources', '阜阳市水利局', '市水利局', 'bureau', 'city-government'],
  [34, 'city-commerce', '阜阳市商务局', '市商务局', 'bureau', 'city-government'],
  [35, 'city-culture-tourism', '阜阳市文化和旅游局', '市文化和旅游局', 'bureau', 'city-government'],
  [36, 'city-health', '阜阳市卫生健康委员会', '市卫生健康委', 'bureau', 'city-government'],
  [37, 'city-veterans', '阜阳市退役军人事务局', '市退役军人局', 'bureau', 'city-government'],
  [38, 'city-emergency', '阜阳市应急管理局', '市应急局', 'bureau', 'city-government'],
  [39, 'city-audit', '阜阳市审计局', '市审计局', 'bureau', 'city-government'],
  [40, 'city-state-assets', '阜阳市人民政府国有资产监督管理委员会', '市国资委', 'bureau', 'city-government'],
  [41, 'city-market-supervision', '阜阳市市场监督管理局', '市市场监管局', 'bureau', 'city-government'],
  [42, 'city-sports', '阜阳市体育局', '市体育局', 'bureau', 'city-government'],
  [43, 'city-statistics', '阜阳市统计局', '市统计局', 'bureau', 'city-government'],
  [44, 'city-forestry', '阜阳市林业局', '市林业局', 'bureau', 'city-government'],
  [
    45,
    'city-urban-management',
    '阜阳市城市管理局(阜阳市城市管理行政执法局)',
    '市城市管理局',
    'bureau',
    'city-government',
  ],
  [46, 'city-medical-security', '阜阳市医疗保障局', '市医保局', 'bureau', 'city-government'],
  [
    47,
    'city-data-resources',
    '阜阳市数据资源管理局(阜阳市政务服务管理局)',
    '市数据资源局',
    'bureau',
    'city-government',
  ],
  [48, 'city-rural-revitalisation', '阜阳市乡村振兴局', '市乡村振兴局', 'bureau', 'city-government'],
  [49, 'city-civil-defence', '阜阳市人民防空办公室', '市人防办', 'bureau', 'city-government'],
  [
    50,
    'city-financial-supervision',
    '阜阳市地方金融监督管理局',
    '市地方金融监管局',
    'bureau',
    'city-government',
  ],
  [
    51,
    'city-grain-reserves',
    '阜阳市粮食和物资储备局',
    '市粮食和储备局',
    'bureau',
    'city-development-reform',
  ],
  [52, 'city-public-resources', '阜阳市公共资源交易监督管理局', '市公管局', 'bureau', 'city-government'],
  [53, 'city-investment-promotion', '阜阳市投资促进局', '市投资促进局', 'bureau', 'city-government'],
  [
    54,
    'city-organ-affairs',
    '阜阳市机关事务管理服务中心',
    '市机关事务管理中心',
    'institution',
    'city-government-office',
  ],
  [55, 'city-housing-fund', '阜阳市住房公积金管理中心', '市公积金中心', 'institution', 'city-government'],
  [56, 'city-trade-union', '阜阳市总工会', '市总工会', 'mass-organisation'],
  [57, 'city-youth-league', '中国共产主义青年团阜阳市委员会', '团市委', 'mass-organisation'],
  [58, 'city-women', '阜阳市妇女联合会', '市妇联', 'mass-organisation'],
  [59, 'city-science-association', '阜阳市科学技术协会', '市科协', 'mass-organisation'],
  [60, 'city-disabled', '阜阳市残疾人联合会', '市残联', 'mass-organisation'],
  [61, 'city-red-cross', '阜阳市红十字会', '市红十字会', 'mass-organisation'],
  [62, 'city-tax', '国家税务总局阜阳市税务局', '市税务局', 'vertical'],
  [63, 'city-weather', '阜阳市气象局', '市气象局', 'vertical'],
  [64, 'city-fire-rescue', '阜阳市消防救援支队', '市消防救援支队', 'vertical'],
  [65, 'city-postal', '阜阳市邮政管理局', '市邮政管理局', 'vertical'],
  [66, 'city-central-bank', '中国人民银行阜阳市中心支行', '人民银行阜阳中支', 'vertical'],
  [67, 'city-traffic-police', '阜阳市公安局交通警察支队', '市公安交警支队', 'branch', 'city-public-security'],
  [
    68,
    'city-supervision-centre',
    '阜阳市城市管理监督指挥中心',
    '市城管监督指挥中心',
    'institution',
    'city-urban-management',
  ],
  [69, 'city-gardens', '阜阳市园林绿化管理中心', '市园林中心', 'institution', 'city-urban-management'],
  [70, 'city-sanitation', '阜阳市环境卫生管理中心', '市环卫中心', 'institution', 'city-urban-management'],
  [
    71,
    'city-municipal-works',
    '阜阳市市政工程管理中心',
    '市市政中心',
    'institution',
    'city-urban-management',
  ],
  [
    72,
    'city-street-lighting',
    '阜阳市城市照明管理中心',
    '市路灯中心',
    'institution',
    'city-urban-management',
  ],
  [73, 'city-drainage', '阜阳市城市排水管理中心', '市排水中心', 'institution', 'city-housing-construction'],
  [74, 'city-highways', '阜阳市公路管理服务中心', '市公路中心', 'institution', 'city-transport'],
  [75, 'city-big-data-centre', '阜阳市大数据中心', '市大数据中心', 'institution', 'city-data-resources'],
  [
    76,
    'city-hotline',
    '阜阳市12345政务服务便民热线中心',
    '市12345热线中心',
    'institution',
    'city-data-resources',
  ],
  [77, 'city-water-supply', '阜阳供水单位(演示)', '供水单位(演示)', 'utility'],
  [78, 'city-gas', '阜阳燃气单位(演示)', '燃气单位(演示)', 'utility'],
  [79, 'city-electricity', '阜阳供电单位(演示)', '供电单位(演示)', 'utility'],
  [80, 'city-heating', '阜阳供热单位(演示)', '供热单位(演示)', 'utility'],
  [81, 'city-sewage', '阜阳污水处理单位(演示)', '污水处理单位(演示)', 'utility'],
  [82, 'city-telecommunication-a', '阜阳通信运营单位甲(演示)', '通信单位甲(演示)', 'utility'],
  [83, 'city-telecommunication-b', '阜阳通信运营单位乙(演示)', '通信单位乙(演示)', 'utility'],
  [84, 'city-telecommunication-c', '阜阳通信运营单位丙(演示)', '通信单位丙(演示)', 'utility'],
  [85, 'city-tower', '阜阳通信铁塔单位(演示)', '通信铁塔单位(演示)', 'utility'],
  [86, 'city-broadcasting', '阜阳广电网络单位(演示)', '广电网络单位(演示)', 'utility'],
  [87, 'city-bus', '阜阳公交运营单位(演示)', '公交单位(演示)', 'utility'],
  [88, 'city-post', '阜阳邮政运营单位(演示)', '邮政单位(演示)', 'utility'],
];

export const municipalUnits: readonly MunicipalUnit[] = municipalRows.map(
  ([serial, id, name, shortName, kind, parent]) => ({ serial, id, name, shortName, kind, parent }),
);

export const countyUnits: readonly CountyUnit[] = [
  { serial: 1, duty: 'government', name: '', kind: 'government', parent: 'city-government' },
  { serial: 2, duty: 'urban-management', name: '城市管理局', kind: 'bureau', parent: 'government' },
  { serial: 3, duty: 'housing-construction', name: '住房和城乡建设局', kind: 'bureau', parent: 'government' },
  { serial: 4, duty: 'transport', name: '交通运输局', kind: 'bureau', parent: 'government' },
  { serial: 5, duty: 'water-resources', name: '水利局', kind: 'bureau', parent: 'government' },
  { serial: 6, duty: 'market-supervision', name: '市场监督管理局', kind: 'bureau', parent: 'government' },
  { serial: 7, duty: 'civil-affairs', name: '民政局', kind: 'bureau', parent: 'government' },
  { serial: 8, duty: 'emergency', name: '应急管理局', kind: 'bureau', parent: 'government' },
  { serial: 9, duty: 'ecology', name: '生态环境分局', kind: 'branch', parent: 'city-ecology' },
  {
    serial: 10,
    duty: 'traffic-police',
    name: '公安交通警察大队',
    kind: 'branch',
    parent: 'city-traffic-police',
  },
  {
    serial: 11,
    duty: 'command-centre',
    name: '城市管理指挥中心',
    kind: 'institution',
    parent: 'urban-management',
  },
  { serial: 12, duty: 'gardens', name: '园林绿化中心', kind: 'institution', parent: 'urban-management' },
  { serial: 13, duty: 'sanitation', name: '环境卫生中心', kind: 'institution', parent: 'urban-management' },
  {
    serial: 14,
    duty: 'municipal-works',
    name: '市政设施中心',
    kind: 'institution',
    parent: 'urban-management',
  },
];
