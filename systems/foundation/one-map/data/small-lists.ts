/** Short code lists of the map; names may be changed in the desk. */
export const smallLists = {
  'one-map kinds': { point: '点', line: '线', area: '面', mixed: '多种' },
  'one-map audiences': { departments: '指定部门', everyone: '全市工作人员' },
  'one-map datums': {
    cgcs2000: '2000国家大地坐标系（经纬度）',
    wgs84: 'WGS84（经纬度）',
    gcj02: 'GCJ-02（高德、腾讯等地图）',
    bd09: 'BD-09（百度地图）',
    'gauss-kruger': '2000国家大地坐标系 高斯-克吕格3度带（米）',
  },
} as const;
