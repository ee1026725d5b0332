/** What may go wrong with layers, analysis and stories, said to whoever did it. */
import { conflict, defineErrors, forbidden, invalid, missing, tooLarge } from '../../../kernel/errors.ts';

export const errors = defineErrors('one-map', {
  fileRefused: invalid('文件读不了：{reason}'),
  fileTooLarge: tooLarge('文件超过{megabytes}MB'),
  noPlaces: invalid('没有找到经度和纬度两列；可改列名为“经度”“纬度”，或选择按哪一列的地址定位'),
  noDatum: invalid('文件没有写明坐标系，请选择'),
  datumDiffers: invalid('选择的坐标系（{declared}）与文件里写的（{written}）不一致'),
  rowsRefused: invalid('{count}行有问题，全部没有导入；可修正后重传，或选择跳过这些行'),
  noRows: invalid('文件里没有可以导入的要素'),
  personalColumns: invalid('这些列里有身份证号或手机号：{columns}。地图图层不存放个人信息，请删去后重传'),
  notOwner: forbidden('只能导入和管理本部门的图层'),
  drawingRefused: invalid('画出的图形有问题：{first}'),
  tooFar: invalid('缓冲距离不能超过{most}米'),
  noArea: invalid('点和线要给出缓冲距离'),
  noLayer: missing('没有这个图层，或没有查看权限'),
  tooManyAddresses: tooLarge('按地址定位一次最多{most}行，请分几个文件'),
  notLines: invalid('只有线图层可以设为路网'),
  noColumn: invalid('图层里没有“{column}”这一列'),
  networkTooLarge: tooLarge('路网超过{most}段，请按县区拆分后导入'),
  notNetwork: conflict('这个图层没有设为路网'),
  offRoad: invalid('{stop}离最近的路超过{metres}米，请点在路边'),
  notJoined: invalid('{from}和{to}之间的路不相连，走不到；请检查路网的断头'),
  wrongWay: invalid('{from}到{to}之间的路只能反方向走，按单行规定走不到'),
  routeTooLong: tooLarge('路网太大，在时限内没有算完，请缩短距离'),
  noStory: missing('没有这个地图故事，或没有共享给本人'),
  withdrawn: conflict('已经撤下'),
});
