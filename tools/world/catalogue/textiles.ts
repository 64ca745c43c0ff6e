import { COLOURS } from '../../pictures/colour';
import { apron, cushion, foldedStack, runner, waffleStack } from '../../pictures/objects/home';
import type { SeedCategory } from './seed-product';
import { choices, grid } from './seed-product';

export const TEXTILES: SeedCategory = {
  id: 'textiles',
  name: '布艺',
  wall: '#c3bdb0',
  table: '#b99a74',
  products: [
    {
      id: 'linen-mat',
      title: '亚麻茶席',
      subtitle: '水洗亚麻，边角手工收针',
      story: [
        '一块布铺下去，桌子就安静了。用的是法国亚麻纱，织好先水洗一遍再裁，不易缩，也不挑季节。',
        '两端留了流苏，洗过之后会更松一些，不必熨得太平。',
      ],
      facts: { 材质: '亚麻 100%', 产地: '浙江 绍兴', 洗涤: '冷水手洗，阴干' },
      keywords: ['桌旗', '茶具'],
      ...choices('尺寸', [
        ['30×120厘米', 8_800, 30],
        ['30×180厘米', 11_800, 24],
        ['40×200厘米', 14_800, 3],
      ]),
      subject: { thing: runner, width: 290, scale: 1.2 },
      colours: [COLOURS.sage, COLOURS.oat, COLOURS.indigo],
      sizes: ['30 cm', '120 cm'],
    },
    {
      id: 'waffle-towel',
      title: '华夫格毛巾',
      subtitle: '吸水快，干得也快',
      story: [
        '格子织得深，擦脸的时候像有一层空气。越洗越蓬，头两次会掉一点浮毛，属正常。',
        '浴巾够裹住一个大人，毛巾刚好挂在洗脸池边。',
      ],
      facts: { 材质: '长绒棉 100%', 克重: '420 g/㎡', 产地: '江苏 南通' },
      keywords: ['浴巾', '纯棉'],
      ...grid(
        [
          '颜色',
          [
            ['燕麦', COLOURS.oat],
            ['鼠尾草', COLOURS.sage],
            ['樱粉', COLOURS.blush],
          ],
        ],
        ['规格', ['毛巾 34×76', '浴巾 70×140']],
        [
          [
            [3_900, 80],
            [12_900, 36],
          ],
          [
            [3_900, 64],
            [12_900, 20],
          ],
          [[3_900, 4], null],
        ],
      ),
      subject: { thing: waffleStack, width: 310, scale: 1.05 },
      colours: [COLOURS.sage, COLOURS.oat, COLOURS.blush],
      sizes: ['34 cm', '76 cm'],
    },
    {
      id: 'linen-cushion',
      title: '亚麻靠垫套',
      subtitle: '隐形拉链，含一个羽丝芯',
      story: ['选了偏厚的亚麻，靠着不滑。四角做了小小的圆弧，枕久了也不会翘起来。'],
      facts: { 材质: '亚麻 55% 棉 45%', 内芯: '羽丝绒 600 g', 产地: '浙江 海宁' },
      keywords: ['抱枕', '沙发'],
      ...grid(
        [
          '颜色',
          [
            ['陶土', COLOURS.clay],
            ['墨蓝', COLOURS.indigo],
            ['苔绿', COLOURS.moss],
            ['芥末', COLOURS.mustard],
          ],
        ],
        ['尺寸', ['45×45厘米', '50×50厘米']],
        [
          [
            [9_900, 40],
            [11_900, 22],
          ],
          [
            [9_900, 33],
            [11_900, 0],
          ],
          [
            [9_900, 18],
            [11_900, 15],
          ],
          [[9_900, 9], null],
        ],
      ),
      subject: { thing: cushion, width: 300, scale: 1.1 },
      colours: [COLOURS.clay, COLOURS.indigo, COLOURS.moss, COLOURS.mustard],
      sizes: ['45 cm', '45 cm'],
    },
    {
      id: 'apron',
      title: '棉麻围裙',
      subtitle: '两只大口袋，长短可调',
      story: ['带子绕到身前打结，一个人也系得上。口袋放得下一块抹布和一支剪刀。'],
      facts: { 材质: '棉 70% 亚麻 30%', 尺码: '均码，长 82 厘米', 产地: '广东 佛山' },
      ...choices('颜色', [
        ['墨蓝', 10_900, 26, COLOURS.indigo],
        ['炭灰', 10_900, 31, COLOURS.char],
        ['燕麦', 10_900, 12, COLOURS.oat],
      ]),
      subject: { thing: apron, width: 260, scale: 1.12 },
      colours: [COLOURS.indigo, COLOURS.char, COLOURS.oat],
      sizes: ['70 cm', '82 cm'],
    },
    {
      id: 'cotton-throw',
      title: '棉线盖毯',
      subtitle: '午睡、看书、空调房都刚好',
      story: ['粗棉线松松地织，有一点分量，搭在膝上不会滑走。四季都用得上，冬天叠在被子上。'],
      facts: { 材质: '棉 100%', 尺寸: '130×170 厘米', 重量: '1.1 千克' },
      keywords: ['毯子', '沙发毯'],
      ...choices('颜色', [
        ['米白', 19_900, 28, COLOURS.milk],
        ['赤陶', 19_900, 17, COLOURS.rust],
        ['雾灰', 19_900, 22, COLOURS.mist],
      ]),
      subject: { thing: foldedStack, width: 310, scale: 1.05 },
      colours: [COLOURS.rust, COLOURS.milk, COLOURS.mist],
      sizes: ['130 cm', '170 cm'],
    },
  ],
};
