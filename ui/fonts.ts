/** The type of the city: what Chinese systems have installed, so that nothing is downloaded. city.css names the same. */
export const fontFamily =
  '"PingFang SC","Microsoft YaHei","HarmonyOS Sans SC","Noto Sans CJK SC","Source Han Sans SC","WenQuanYi Micro Hei",sans-serif';
