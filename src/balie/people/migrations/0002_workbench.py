
import balie.people.roles
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_first'),
    ]

    operations = [
        migrations.CreateModel(
            name='WantedLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254)),
                ('site', models.CharField(max_length=300)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name='user',
            name='language',
            field=models.CharField(default='nl', max_length=2, verbose_name='language of mail'),
        ),
        migrations.AddField(
            model_name='user',
            name='sessions_ended',
            field=models.PositiveIntegerField(default=0, verbose_name='times all sessions were ended'),
        ),
        migrations.AddField(
            model_name='user',
            name='wants_mail',
            field=models.BooleanField(default=True, verbose_name='reminders by mail'),
        ),
        migrations.AlterField(
            model_name='user',
            name='joined_at',
            field=models.DateTimeField(auto_now_add=True, verbose_name='joined'),
        ),
        migrations.CreateModel(
            name='Grant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('administrator', 'administrator'), ('compliance', 'compliance'), ('manager', 'manager'), ('builder', 'builder'), ('agent', 'agent'), ('analyst', 'analyst'), ('auditor', 'auditor')], max_length=20)),
                ('given_at', models.DateTimeField()),
                ('given_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='grants', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'role'), name='role_given_once'), models.CheckConstraint(condition=models.Q(('role__in', [balie.people.roles.Role['ADMINISTRATOR'], balie.people.roles.Role['COMPLIANCE'], balie.people.roles.Role['MANAGER'], balie.people.roles.Role['BUILDER'], balie.people.roles.Role['AGENT'], balie.people.roles.Role['ANALYST'], balie.people.roles.Role['AUDITOR']])), name='role_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Mandate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(max_length=300, verbose_name='purpose')),
                ('all_systems', models.BooleanField(default=False, verbose_name='all systems')),
                ('systems', models.JSONField(blank=True, default=list, verbose_name='systems')),
                ('period_from', models.DateField(verbose_name='records from')),
                ('period_until', models.DateField(verbose_name='records up to and including')),
                ('expires_at', models.DateTimeField(verbose_name='access ends')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('given_at', models.DateTimeField()),
                ('given_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mandates', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('period_until__gte', models.F('period_from'))), name='mandate_period_is_in_order')],
            },
        ),
    ]
