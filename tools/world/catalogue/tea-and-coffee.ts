import { COLOURS } from '../../pictures/colour';
import { coffeeBag, gaiwan, giftBox, kettle, tin } from '../../pictures/objects/ware';
import type { SeedCategory } from './seed-product';
import { choices, grid } from './seed-product';

export const TEA_AND_COFFEE: SeedCategory = {
  id: 'tea-and-coffee',
  name: '茶与咖啡',
  wall: '#ccd2b8',
  table: '#8d6f52',
  products: [
    {
      id: 'longjing',
      title: '明前龙井',
      subtitle: '狮峰群体种，清明前采',
      story: [
        '只收清明前一芽一叶，当天采、当天炒。汤色浅，豆香里有一点兰花气。',
        '水温八十五度，别盖盖子，第二泡最好。',
      ],
      facts: { 等级: '特级', 产地: '浙江 杭州 西湖', 保质期: '18 个月，冷藏更佳' },
      keywords: ['绿茶', '春茶', '茶叶'],
      ...choices('规格', [
        ['50克 罐装', 12_800, 60],
        ['250克 礼盒', 56_800, 20],
      ]),
      limitPerOrder: 20,
      subject: { thing: tin, width: 160, scale: 1.4 },
      colours: [COLOURS.moss, COLOURS.celadon, COLOURS.night],
      sizes: ['7.5 cm', '11 cm'],
    },
    {
      id: 'dancong',
      title: '凤凰单丛',
      subtitle: '乌岽高山，炭焙两道',
      story: ['潮州人叫它茶中香水。鸭屎香清甜，蜜兰香厚一些，第一次喝选蜜兰。'],
      facts: { 工艺: '中火炭焙', 产地: '广东 潮州', 净重: '见规格' },
      keywords: ['乌龙', '茶叶', '功夫茶'],
      ...grid(
        ['香型', [['鸭屎香'], ['蜜兰香']]],
        ['净重', ['75克', '150克', '礼盒 300克']],
        [
          [
            [9_800, 42],
            [18_800, 25],
            [39_800, 9],
          ],
          [[8_800, 38], [16_800, 30], null],
        ],
      ),
      subject: { thing: giftBox, width: 290, scale: 1.15 },
      colours: [COLOURS.rust, COLOURS.night, COLOURS.mustard],
      sizes: ['24 cm', '9 cm'],
    },
    {
      id: 'pour-over-kettle',
      title: '细口手冲壶',
      subtitle: '水流细而稳，一只手拿得住',
      story: ['壶嘴的弧度改过四次，水柱可以细到一根线。木把手不烫，电磁炉可用。'],
      facts: { 材质: '304 不锈钢', 容量: '600 毫升', 适用: '明火、电磁炉' },
      keywords: ['咖啡壶', '手冲'],
      ...choices('颜色', [
        ['哑光黑', 25_800, 18, COLOURS.char],
        ['奶白', 25_800, 14, COLOURS.milk],
        ['鼠尾草', 26_800, 2, COLOURS.sage],
      ]),
      subject: { thing: kettle, width: 250, scale: 1.3 },
      colours: [COLOURS.sage, COLOURS.char, COLOURS.milk],
      sizes: ['26 cm', '16 cm'],
    },
    {
      id: 'house-blend',
      title: '小铺拼配咖啡豆',
      subtitle: '中深烘，坚果与黑糖',
      story: [
        '云南保山打底，加一点埃塞的花香。做奶咖不被牛奶盖过去，手冲也不苦。',
        '每周三烘一次，按单发货，袋上写着烘焙日期。',
      ],
      facts: { 烘焙度: '中深', 产地: '云南 保山 / 埃塞俄比亚', 赏味期: '烘焙后 45 天' },
      keywords: ['咖啡', '手冲', '意式'],
      ...grid(
        ['净重', [['227克'], ['454克']]],
        ['研磨', ['整豆', '手冲粉', '意式粉']],
        [
          [
            [6_800, 90],
            [6_800, 40],
            [6_800, 35],
          ],
          [[11_800, 45], [11_800, 20], null],
        ],
      ),
      subject: { thing: coffeeBag, width: 190, scale: 1.3 },
      colours: [COLOURS.clay, COLOURS.char, COLOURS.indigo],
      sizes: ['13 cm', '20 cm'],
    },
    {
      id: 'gaiwan',
      title: '手绘盖碗',
      subtitle: '薄胎白瓷，一枝青叶',
      story: ['碗口外撇，拿着不烫。叶子是师傅一笔一笔画上去的，每只都有自己的风向。'],
      facts: { 材质: '德化白瓷', 容量: '110 毫升', 产地: '福建 德化' },
      keywords: ['茶具', '功夫茶'],
      ...choices('规格', [
        ['单只', 13_800, 27],
        ['配两杯', 21_800, 11],
      ]),
      subject: { thing: gaiwan, width: 270, scale: 1.3 },
      colours: [COLOURS.white, COLOURS.milk],
      sizes: ['10.5 cm', '9 cm'],
    },
  ],
};
