/** The command codes, system codes and result codes of HJ 212-2017 (its code tables) as one versioned table. */

/** What the other side does with a message that wants an answer: 9014 for data, 9013 for a notice, 9011 and 9012 for a request. */
export type Hj212Answer = 'data' | 'notice' | 'request' | 'none';

export interface Hj212Command {
  readonly title: string;
  /** How the centre answers when the field sends it. */
  readonly upward: Hj212Answer;
  /** Whether the centre may send it as a request. */
  readonly request: boolean;
}

function command(title: string, upward: Hj212Answer, request: boolean): Hj212Command {
  return { title, upward, request };
}

/** By CN, HJ 212-2017. 1001–1010, 1073–1999, 2082–2999, 3022–3999 and 9015–9999 are reserved by the standard. */
export const commands: Readonly<Record<string, Hj212Command>> = {
  '1000': command('设置超时时间及重发次数', 'none', true),
  '1011': command('提取或上传现场机时间', 'data', true),
  '1012': command('设置现场机时间', 'none', true),
  '1013': command('现场机时间校准请求', 'notice', false),
  '1061': command('提取或上传实时数据间隔', 'data', true),
  '1062': command('设置实时数据间隔', 'none', true),
  '1063': command('提取或上传分钟数据间隔', 'data', true),
  '1064': command('设置分钟数据间隔', 'none', true),
  '1072': command('设置现场机密码', 'none', true),
  '2011': command('取或上传污染物实时数据', 'data', true),
  '2012': command('停止察看污染物实时数据', 'none', true),
  '2021': command('取或上传设备运行状态', 'data', true),
  '2022': command('停止察看设备运行状态', 'none', true),
  '2031': command('取或上传污染物日历史数据', 'data', true),
  '2041': command('取或上传设备运行时间日历史数据', 'data', true),
  '2051': command('取或上传污染物分钟数据', 'data', true),
  '2061': command('取或上传污染物小时数据', 'data', true),
  '2081': command('上传数采仪开机时间', 'data', false),
  '3011': command('零点校准、量程校准', 'none', true),
  '3012': command('即时采样', 'none', true),
  '3013': command('启动清洗或反吹', 'none', true),
  '3014': command('比对采样', 'none', true),
  '3015': command('上传超标留样信息', 'data', true),
  '3016': command('设置采样时间周期', 'none', true),
  '3017': command('提取或上传采样时间周期', 'data', true),
  '3018': command('提取或上传出样时间', 'data', true),
  '3019': command('提取或上传设备唯一标识', 'data', true),
  '3020': command('提取或上传现场机信息', 'data', true),
  '3021': command('设置现场机参数', 'none', true),
  '9011': command('请求应答', 'none', false),
  '9012': command('执行结果', 'none', false),
  '9013': command('通知应答', 'none', false),
  '9014': command('数据应答', 'none', false),
};

/** HJ/T 212-2005 had alarms of its own (上传报警事件); 2017 left them out. Old sites still send them. */
const commandsOf2005: Readonly<Record<string, Hj212Command>> = {
  '2071': command('上传报警门限', 'data', true),
  '2072': command('上传报警事件', 'notice', false),
};

/** Undefined for a reserved or unknown code. */
export function findCommand(code: string): Hj212Command | undefined {
  if (Object.hasOwn(commands, code)) return commands[code];
  return Object.hasOwn(commandsOf2005, code) ? commandsOf2005[code] : undefined;
}

/** By ST, HJ 212-2017. */
export const systemCodes: Readonly<Record<string, string>> = {
  '21': '地表水质量监测',
  '22': '空气质量监测',
  '23': '声环境质量监测',
  '24': '地下水质量监测',
  '25': '土壤质量监测',
  '26': '海水质量监测',
  '27': '挥发性有机物监测',
  '31': '大气环境污染源',
  '32': '地表水体环境污染源',
  '33': '地下水体环境污染源',
  '34': '海洋环境污染源',
  '35': '土壤环境污染源',
  '36': '声环境污染源',
  '37': '振动环境污染源',
  '38': '放射性环境污染源',
  '39': '工地扬尘污染源',
  '41': '电磁环境污染源',
  '51': '烟气排放过程监控',
  '52': '污水排放过程监控',
  '91': '系统交互',
};

/** ST of every answer and of the interaction commands. */
export const interaction = '91';

/** QnRtn of 9011. */
export const requestResults: Readonly<Record<string, string>> = {
  '1': '准备执行请求',
  '2': '请求被拒绝',
  '3': 'PW 错误',
  '4': 'MN 错误',
  '5': 'ST 错误',
  '6': 'Flag 错误',
  '7': 'QN 错误',
  '8': 'CN 错误',
  '9': 'CRC 校验错误',
  '100': '未知错误',
};

/** ExeRtn of 9012. */
export const executionResults: Readonly<Record<string, string>> = {
  '1': '执行成功',
  '2': '执行失败,原因不明',
  '3': '命令执行条件错误',
  '4': '通信超时',
  '5': '系统繁忙不能执行',
  '6': '系统故障',
  '100': '没有数据',
};
