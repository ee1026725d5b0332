/** What stands in a column of directions for a road that goes one way (values of OpenStreetMap's oneway and of road surveys, from memory); all else goes both ways. */
export const oneWayValues = {
  forward: ['yes', 'true', '1', 'f', 'ft', '是', '单向', '单行', '单行道', '正向', '顺向'],
  backward: ['-1', 'reverse', 't', 'tf', '反向', '逆向'],
} as const;
