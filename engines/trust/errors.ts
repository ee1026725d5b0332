/** What may go wrong with keys, logs and proofs. */
import { conflict, defineErrors, invalid, missing, unavailable } from '../../kernel/errors.ts';

export const trustErrors = defineErrors('trust', {
  signatureForm: invalid('签名编码有误：{reason}'),
  publicKeyForm: invalid('公钥有误：{reason}'),
  privateKeyForm: invalid('私钥有误：{reason}'),
  ciphertextForm: invalid('密文有误：{reason}'),
  wrongKey: invalid('密文不是用这把密钥加密的，或已被改动'),
  wrongContext: invalid('密文不属于这条记录的这个字段，可能被移动或改动过'),
  keyLost: unavailable('密钥“{key}”的保管密钥缺失或不符，无法使用；请恢复原保管密钥'),
  keyDestroyed: conflict('密钥“{key}”已销毁，用它加密的内容不能再读出'),
  keyActive: conflict('密钥“{key}”正在使用，先更换再销毁'),
  keyInUse: conflict('还有 {count} 个值用密钥“{key}”加密，先重新加密再销毁'),
  unknownKey: invalid('没有密钥“{key}”'),
  envelopeForm: invalid('加密信封的头部残缺或被改动'),
  otherRecipient: invalid('私钥不对：内容是为公钥 {recipient} 加密的，给出的私钥对应公钥 {mine}'),
  partChanged: invalid('“{part}”不可信：{reason}'),
  noSuchSeal: missing('没有这枚电子印章'),
  sealThere: conflict('该单位已有同类印章“{name}”，先注销再制作'),
  sealUnusable: conflict('电子印章“{name}”未启用、已停用或已过有效期，不能使用'),
  noSuchLog: invalid('没有名为“{log}”的日志'),
  outsideLog: invalid('日志“{log}”在第 {size} 条时没有这个位置'),
  notStamped: missing('日志“{log}”还没有第三方时间戳'),
  logTruncated: conflict('日志“{log}”被截断：曾有 {seen} 条，现在只有 {size} 条'),
  logForked: conflict('日志“{log}”被改写：现在的内容与先前签名的树根不一致'),
  headForged: conflict('日志“{log}”的树根签名无效'),
});
