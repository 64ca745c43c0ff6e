import { COLOURS } from '../../pictures/colour';
import { cakes, cookies, nuts } from '../../pictures/objects/desk';
import { jar } from '../../pictures/objects/ware';
import type { SeedCategory } from './seed-product';
import { choices, grid } from './seed-product';

export const FOOD: SeedCategory = {
  id: 'food',
  name: '食物',
  wall: '#e0cda4',
  table: '#a9825a',
  products: [
    {
      id: 'osmanthus-cake',
      title: '桂花糕',
      subtitle: '糯米、桂花，只有一点点糖',
      story: ['当天蒸，当天发。到手先回蒸三分钟，米香和花香就都回来了。', '不放防腐剂，请三天内吃完。'],
      facts: { 配料: '糯米粉、粳米粉、桂花、白砂糖', 保存: '冷藏 3 天', 产地: '江苏 苏州' },
      keywords: ['糕点', '点心', '茶点'],
      ...choices('规格', [
        ['8块装', 2_680, 200],
        ['16块装', 4_980, 120],
      ]),
      subject: { thing: cakes, width: 360, scale: 1.2 },
      colours: [COLOURS.mustard],
      sizes: ['4 cm', '2.5 cm'],
    },
    {
      id: 'butter-cookies',
      title: '海盐黄油曲奇',
      subtitle: '酥，咸一点点',
      story: ['动物黄油，不加植物油。表面那几粒海盐，会在第二口的时候出现。'],
      facts: { 配料: '小麦粉、黄油、糖、海盐', 净含量: '180 克', 保质期: '90 天' },
      keywords: ['饼干', '点心', '下午茶'],
      ...choices('口味', [
        ['海盐', 3_800, 110, COLOURS.oak],
        ['伯爵茶', 3_980, 84, COLOURS.sand],
        ['可可', 3_980, 90, COLOURS.coffee],
      ]),
      subject: { thing: cookies, width: 280, scale: 1.25 },
      colours: [COLOURS.oak, COLOURS.sand, COLOURS.walnut],
      sizes: ['5 cm', '1 cm'],
    },
    {
      id: 'lychee-honey',
      title: '荔枝蜜',
      subtitle: '岭南五月，一年一次',
      story: ['只在荔枝开花的那二十来天取。稠，挂勺，冲温水就好。'],
      facts: { 配料: '荔枝蜂蜜', 产地: '广东 从化', 保质期: '24 个月' },
      keywords: ['蜂蜜'],
      ...choices('净重', [
        ['250克', 5_800, 66],
        ['500克', 9_800, 48],
        ['250克×2 礼盒', 12_800, 15],
      ]),
      subject: { thing: jar(COLOURS.honey), width: 190, scale: 1.45 },
      colours: [COLOURS.walnut],
      sizes: ['8 cm', '10 cm'],
    },
    {
      id: 'daily-nuts',
      title: '每日坚果',
      subtitle: '核桃、巴旦木、榛子，轻烘',
      story: ['不加盐，不加油，一百四十度慢烘四十分钟。一天一小把，刚好。'],
      facts: { 配料: '核桃仁、巴旦木、榛子', 净含量: '见规格', 保质期: '180 天' },
      keywords: ['坚果', '零食'],
      ...grid(
        ['烘焙', [['原味'], ['蜂蜜']]],
        ['净重', ['250克', '500克']],
        [
          [
            [5_600, 74],
            [9_900, 50],
          ],
          [[5_900, 4], null],
        ],
      ),
      subject: { thing: nuts, width: 280, scale: 1.2 },
      colours: [COLOURS.clay],
      sizes: ['13 cm', '18 cm'],
    },
    {
      id: 'plum-jam',
      title: '青梅果酱',
      subtitle: '酸得正好，抹面包或兑苏打',
      story: ['大理的青梅，去核慢煮两个钟头，果肉还在。'],
      facts: { 配料: '青梅、冰糖', 净含量: '220 克', 产地: '云南 洱源' },
      keywords: ['果酱', '早餐'],
      ...choices('规格', [
        ['220克', 4_200, 58],
        ['220克×2', 7_900, 36],
      ]),
      subject: { thing: jar(COLOURS.tea), width: 190, scale: 1.45 },
      colours: [COLOURS.milk],
      sizes: ['7 cm', '9.5 cm'],
    },
  ],
};
