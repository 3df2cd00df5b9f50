from django.db import migrations, models

from huoshui.kernel.walls import wall


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='EnterpriseContact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('org_id', models.BigIntegerField(verbose_name='所属单位')),
                ('seat', models.BigIntegerField(verbose_name='席位')),
                ('line_seat', models.BigIntegerField(verbose_name='条线席位')),
                ('contact_name', models.CharField(blank=True, max_length=50, verbose_name='联系人')),
                ('contact_phone', models.CharField(blank=True, max_length=32, verbose_name='联系电话')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('org_id',), name='enterprise_contact_once')],
            },
        ),
        migrations.CreateModel(
            name='EnterpriseProfile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('org_id', models.BigIntegerField(verbose_name='所属单位')),
                ('seat', models.BigIntegerField(verbose_name='席位')),
                ('line_seat', models.BigIntegerField(verbose_name='条线席位')),
                ('business_scope', models.TextField(blank=True, verbose_name='经营范围')),
                ('products', models.JSONField(default=list, verbose_name='主要产品')),
                ('enterprise_types', models.JSONField(default=list, verbose_name='企业类型')),
                ('industry_codes', models.JSONField(default=list, verbose_name='国民经济行业代码')),
                ('need_text', models.TextField(blank=True, verbose_name='技术需求')),
                ('ipc_profile', models.JSONField(default=dict, verbose_name='技术画像（IPC）')),
                ('sample_titles', models.JSONField(default=list, verbose_name='代表性专利名称')),
                ('n_publications', models.IntegerField(default=0, verbose_name='专利文献数')),
                ('is_own', models.BooleanField(default=False, verbose_name='企业自行维护')),
                ('version', models.IntegerField(default=1, verbose_name='版本')),
                ('source', models.CharField(max_length=255, verbose_name='数据来源')),
                ('as_of', models.DateField(verbose_name='数据日期')),
                ('demonstration', models.BooleanField(default=False, verbose_name='示例数据')),
            ],
            options={
                'indexes': [models.Index(fields=['n_publications', 'id'], name='profile_by_publications')],
                'constraints': [models.UniqueConstraint(fields=('org_id',), name='enterprise_profile_once')],
            },
        ),
        wall("enterprises_enterprisecontact"),
        wall("enterprises_enterpriseprofile"),
    ]
