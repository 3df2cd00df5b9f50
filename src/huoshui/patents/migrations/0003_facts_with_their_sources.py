from django.db import migrations, models

from huoshui.kernel.walls import wall


class Migration(migrations.Migration):

    dependencies = [
        ('patents', '0002_import_run_notices'),
    ]

    operations = [
        migrations.AddField(
            model_name='patent',
            name='agency',
            field=models.CharField(blank=True, db_default='', max_length=200, verbose_name='代理机构'),
        ),
        migrations.AddField(
            model_name='patent',
            name='agents',
            field=models.JSONField(db_default=models.Value([], models.JSONField()), default=list, verbose_name='代理师'),
        ),
        migrations.AddField(
            model_name='patent',
            name='claims',
            field=models.TextField(blank=True, db_default='', verbose_name='权利要求书'),
        ),
        migrations.AddField(
            model_name='patent',
            name='family',
            field=models.CharField(blank=True, db_default='', max_length=64, verbose_name='同族编号'),
        ),
        migrations.AddField(
            model_name='patent',
            name='origins',
            field=models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict, verbose_name='各项来源'),
        ),
        migrations.AddField(
            model_name='patent',
            name='owner_code',
            field=models.CharField(blank=True, db_default='', max_length=18, verbose_name='统一社会信用代码'),
        ),
        migrations.AddField(
            model_name='patent',
            name='source_rank',
            field=models.SmallIntegerField(db_default=0, default=0, verbose_name='来源等级'),
        ),
        migrations.AddField(
            model_name='patent',
            name='stated_on',
            field=models.DateField(null=True, verbose_name='来源所述日期'),
        ),
        migrations.AddField(
            model_name='patent',
            name='stated_status',
            field=models.CharField(blank=True, db_default='', max_length=16, verbose_name='来源所述法律状态'),
        ),
        migrations.AddField(
            model_name='patent',
            name='status_basis',
            field=models.CharField(choices=[('stated', '来源所述'), ('events', '由法律事件推算')], db_default='stated', default='stated', max_length=8, verbose_name='状态依据'),
        ),
        migrations.CreateModel(
            name='Disagreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('org_id', models.BigIntegerField(verbose_name='所属单位')),
                ('seat', models.BigIntegerField(verbose_name='席位')),
                ('line_seat', models.BigIntegerField(verbose_name='条线席位')),
                ('patent_id', models.BigIntegerField(db_index=True, verbose_name='专利')),
                ('field', models.CharField(max_length=32, verbose_name='项目')),
                ('kept', models.JSONField(verbose_name='现值')),
                ('kept_source', models.CharField(max_length=255, verbose_name='现值来源')),
                ('kept_rank', models.SmallIntegerField(verbose_name='现值来源等级')),
                ('kept_as_of', models.DateField(verbose_name='现值日期')),
                ('other', models.JSONField(verbose_name='另一来源的值')),
                ('other_source', models.CharField(max_length=255, verbose_name='另一来源')),
                ('other_rank', models.SmallIntegerField(verbose_name='另一来源等级')),
                ('other_as_of', models.DateField(verbose_name='另一来源日期')),
                ('import_run_id', models.BigIntegerField(verbose_name='导入批次')),
                ('state', models.CharField(choices=[('open', '待核对'), ('kept', '保留现值'), ('taken', '改用另一来源')], default='open', max_length=8, verbose_name='状态')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='发现时间')),
                ('settled_at', models.DateTimeField(null=True, verbose_name='核对时间')),
                ('settled_by', models.BigIntegerField(null=True, verbose_name='核对人')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='核对说明')),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'at', 'id'], name='disagreement_by_state')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('patent_id', 'field'), name='disagreement_open_once')],
            },
        ),
        wall("patents_disagreement"),
    ]
