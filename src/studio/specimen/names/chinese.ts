// Plain Node. Chinese names: simplified characters with Hanyu Pinyin, traditional ones with the Wade-Giles of Taiwan.
import type { Name, NameBook } from './name-book.ts';

/** `王 Wang, 李 Li`: characters and their Latin form. */
const pairs = (text: string): Name[] =>
  text.split(', ').map((pair) => pair.split(' ') as unknown as readonly [string, string]);

const mainlandMale = pairs(
  '伟 Wei, 强 Qiang, 磊 Lei, 军 Jun, 洋 Yang, 勇 Yong, 杰 Jie, 涛 Tao, 明 Ming, 超 Chao, 建 Jian, 国 Guo, 志 Zhi, 文 Wen, 海 Hai, 鹏 Peng, 宇 Yu, 浩 Hao, 晨 Chen, 峰 Feng',
);
const mainlandFemale = pairs(
  '芳 Fang, 娜 Na, 敏 Min, 静 Jing, 丽 Li, 艳 Yan, 娟 Juan, 霞 Xia, 秀 Xiu, 英 Ying, 华 Hua, 慧 Hui, 春 Chun, 雪 Xue, 颖 Ying, 琳 Lin, 欣 Xin, 玉 Yu, 佳 Jia, 梅 Mei',
);
export const mainland: NameBook = {
  surnames: pairs(
    '王 Wang, 李 Li, 张 Zhang, 刘 Liu, 陈 Chen, 杨 Yang, 赵 Zhao, 黄 Huang, 周 Zhou, 吴 Wu, 徐 Xu, 孙 Sun, 胡 Hu, 朱 Zhu, 高 Gao, 林 Lin, 何 He, 郭 Guo, 马 Ma, 罗 Luo, 梁 Liang, 宋 Song, 郑 Zheng, 谢 Xie, 韩 Han, 唐 Tang, 冯 Feng, 于 Yu, 董 Dong, 萧 Xiao, 吕 Lyu, 欧阳 Ouyang, 司马 Sima',
  ),
  givenNames: { F: mainlandFemale, M: mainlandMale, X: mainlandFemale },
  syllables: { joinedBy: '' },
  places: ['北京/BEIJING', '上海/SHANGHAI', '广东/GUANGDONG', '四川/SICHUAN', '浙江/ZHEJIANG'],
  authorities: ['公安部出入境管理局', '北京市公安局', '上海市公安局'],
  addresses: [
    '北京市朝阳区建国路88号3号楼1502室',
    '上海市徐汇区天平路200弄12号',
    '广东省广州市天河区体育西路1号',
    '四川省成都市武侯区人民南路四段27号',
  ],
};

const islandMale = pairs(
  '志 Chih, 明 Ming, 俊 Chun, 傑 Chieh, 建 Chien, 宏 Hung, 家 Chia, 豪 Hao, 文 Wen, 雄 Hsiung, 冠 Kuan, 宇 Yu, 承 Cheng, 恩 En, 柏 Po, 翰 Han, 國 Kuo, 華 Hua, 榮 Jung, 德 Te',
);
const islandFemale = pairs(
  '淑 Shu, 芬 Fen, 美 Mei, 惠 Hui, 雅 Ya, 婷 Ting, 怡 Yi, 君 Chun, 佳 Chia, 玲 Ling, 麗 Li, 珍 Chen, 秀 Hsiu, 英 Ying, 靜 Ching, 宜 Yi, 詩 Shih, 涵 Han, 欣 Hsin, 慧 Hui, 鳳 Feng, 蘭 Lan',
);
export const taiwanese: NameBook = {
  surnames: pairs(
    '陳 Chen, 林 Lin, 黃 Huang, 張 Chang, 李 Li, 王 Wang, 吳 Wu, 劉 Liu, 蔡 Tsai, 楊 Yang, 許 Hsu, 鄭 Cheng, 謝 Hsieh, 郭 Kuo, 洪 Hung, 曾 Tseng, 邱 Chiu, 廖 Liao, 賴 Lai, 周 Chou, 徐 Hsu, 蘇 Su, 葉 Yeh, 莊 Chuang, 呂 Lu, 江 Chiang, 蕭 Hsiao, 羅 Lo, 歐陽 Ouyang, 張簡 Chang-Chien',
  ),
  givenNames: { F: islandFemale, M: islandMale, X: islandFemale },
  syllables: { joinedBy: '-' },
  places: ['臺北市', '高雄市', '臺中市', '臺南市', '新竹縣', '花蓮縣'],
  authorities: ['MINISTRY OF FOREIGN AFFAIRS'],
  addresses: [
    '臺北市中正區重慶南路一段122號',
    '高雄市苓雅區四維三路2號5樓之1',
    '臺中市西屯區臺灣大道三段99號',
    '新竹縣竹北市光明六路10號',
  ],
};
