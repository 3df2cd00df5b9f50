from django.db import migrations, models

from huoshui.kernel.walls import wall


class Migration(migrations.Migration):

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name='Changed',
            fields=[
                ('patent_id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name='Watch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('org_id', models.BigIntegerField(verbose_name='所属单位')),
                ('seat', models.BigIntegerField(verbose_name='席位')),
                ('line_seat', models.BigIntegerField(verbose_name='条线席位')),
                ('user_id', models.BigIntegerField(db_index=True, verbose_name='订阅人')),
                ('role', models.CharField(max_length=16, verbose_name='身份')),
                ('for_user_id', models.BigIntegerField(default=0, verbose_name='代办对象')),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('query', models.CharField(max_length=2000, verbose_name='检索条件')),
                ('rhythm', models.CharField(choices=[('daily', '每天'), ('weekly', '每周'), ('never', '不提醒')], max_length=8, verbose_name='提醒')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='保存时间')),
                ('seen_at', models.DateTimeField(verbose_name='上次查看')),
                ('seen_run', models.BigIntegerField(verbose_name='上次查看到的导入批次')),
                ('told_at', models.DateTimeField(verbose_name='上次提醒')),
                ('news', models.IntegerField(default=0, verbose_name='未看的新结果')),
            ],
            options={
                'verbose_name': '检索订阅',
            },
        ),
        wall("watches_watch"),
    ]
